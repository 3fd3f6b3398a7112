import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const exponential: UnaryOperation = { numbers: Math.exp, result: "matching-float" };

/** e to the power of every pixel. */
export const exp = defineFunction({
  ...unaryFloat,
  name: "exp",
  documentation: `Raises e to the power of every pixel.

eˣ, in computeDtype; integers give the float that holds them. Beyond the range of the dtype ∞, far below 0 it is 0; NaN stays NaN.`,
  tags: ["elementwise"],
  synonyms: ["exponential", "e to the x", "antilog"],
  source: "numpy.exp",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("exp"),
  reference: (inputs, parameters) => applyTo(exponential, inputs, parameters),
});
