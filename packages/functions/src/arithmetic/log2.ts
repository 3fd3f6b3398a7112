import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const logarithm: UnaryOperation = { numbers: Math.log2, result: "matching-float" };

/** The logarithm of every pixel to the base of 2. */
export const log2 = defineFunction({
  ...unaryFloat,
  name: "log2",
  documentation: `Takes the logarithm of every pixel to the base of 2.

log₂ x, in computeDtype; integers give the float that holds them. ±0 gives -∞, negative values NaN, ∞ gives ∞.`,
  tags: ["elementwise"],
  synonyms: ["binary logarithm", "fold change"],
  source: "numpy.log2",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("log2"),
  reference: (inputs, parameters) => applyTo(logarithm, inputs, parameters),
});
