import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const logarithm: UnaryOperation = { numbers: Math.log10, result: "matching-float" };

/** The logarithm of every pixel to the base of 10. */
export const log10 = defineFunction({
  ...unaryFloat,
  name: "log10",
  documentation: `Takes the logarithm of every pixel to the base of 10.

log₁₀ x, in computeDtype; integers give the float that holds them. ±0 gives -∞, negative values NaN, ∞ gives ∞.`,
  tags: ["elementwise"],
  synonyms: ["decimal logarithm", "optical density", "absorbance"],
  source: "numpy.log10",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("log10"),
  reference: (inputs, parameters) => applyTo(logarithm, inputs, parameters),
});
