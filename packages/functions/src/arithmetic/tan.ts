import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const tangent: UnaryOperation = { numbers: Math.tan, result: "matching-float" };

/** The tangent of every pixel. */
export const tan = defineFunction({
  ...unaryFloat,
  name: "tan",
  documentation: `Takes the tangent of every pixel, in radians.

In computeDtype; integers give the float that holds them. NaN for ±∞ and NaN.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["tangent"],
  source: "numpy.tan",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("tan"),
  reference: (inputs, parameters) => applyTo(tangent, inputs, parameters),
});
