import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const logarithm: UnaryOperation = { numbers: Math.log1p, result: "matching-float" };

/** The natural logarithm of every pixel plus 1. */
export const log1p = defineFunction({
  ...unaryFloat,
  name: "log1p",
  documentation: `Takes the natural logarithm of every pixel plus 1, which is 0 for 0.

ln(1 + x), in computeDtype, exact near 0 too; undone by expm1. -1 gives -∞, smaller values NaN, ∞ gives ∞.`,
  tags: ["elementwise", "variance-stabilizing"],
  synonyms: ["log plus 1", "log transform", "log(1 + x)"],
  source: "numpy.log1p",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("log1p"),
  reference: (inputs, parameters) => applyTo(logarithm, inputs, parameters),
});
