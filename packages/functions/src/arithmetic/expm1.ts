import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const exponential: UnaryOperation = { numbers: Math.expm1, result: "matching-float" };

/** e to the power of every pixel, minus 1. */
export const expm1 = defineFunction({
  ...unaryFloat,
  name: "expm1",
  documentation: `Gives e to the power of every pixel, minus 1, exactly near 0 too.

eˣ - 1, in computeDtype, without the digits that exp(x) - 1 loses near 0; undoes log1p. NaN stays NaN, -∞ gives -1.`,
  tags: ["elementwise"],
  synonyms: ["exp minus 1", "inverse of log1p"],
  source: "numpy.expm1",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("expm1"),
  reference: (inputs, parameters) => applyTo(exponential, inputs, parameters),
});
