import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const sine: UnaryOperation = { numbers: Math.sin, result: "matching-float" };

/** The sine of every pixel. */
export const sin = defineFunction({
  ...unaryFloat,
  name: "sin",
  documentation: `Takes the sine of every pixel, in radians.

In computeDtype; integers give the float that holds them. NaN for ±∞ and NaN.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["sine"],
  source: "numpy.sin",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("sin"),
  reference: (inputs, parameters) => applyTo(sine, inputs, parameters),
});
