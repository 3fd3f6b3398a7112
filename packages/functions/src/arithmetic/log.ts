import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const logarithm: UnaryOperation = { numbers: Math.log, result: "matching-float" };

/** The natural logarithm of every pixel. */
export const log = defineFunction({
  ...unaryFloat,
  name: "log",
  documentation: `Takes the natural logarithm of every pixel.

ln x, in computeDtype; integers give the float that holds them. ±0 gives -∞, negative values NaN, ∞ gives ∞. log1p takes zeros.`,
  tags: ["elementwise"],
  synonyms: ["ln", "natural logarithm", "logarithm"],
  source: "numpy.log",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("log"),
  reference: (inputs, parameters) => applyTo(logarithm, inputs, parameters),
});
