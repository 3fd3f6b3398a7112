import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const cosine: UnaryOperation = { numbers: Math.cos, result: "matching-float" };

/** The cosine of every pixel. */
export const cos = defineFunction({
  ...unaryFloat,
  name: "cos",
  documentation: `Takes the cosine of every pixel, in radians.

In computeDtype; integers give the float that holds them. NaN for ±∞ and NaN.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["cosine"],
  source: "numpy.cos",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("cos"),
  reference: (inputs, parameters) => applyTo(cosine, inputs, parameters),
});
