import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const root: UnaryOperation = { numbers: Math.sqrt, result: "matching-float" };

/** The square root of every pixel. */
export const sqrt = defineFunction({
  ...unaryFloat,
  name: "sqrt",
  documentation: `Takes the square root of every pixel.

√x, in computeDtype; integers give the float that holds them. NaN where x < 0; √-0 is -0, √∞ is ∞.`,
  tags: ["elementwise", "variance-stabilizing"],
  synonyms: ["square root", "root"],
  source: "numpy.sqrt",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("sqrt"),
  reference: (inputs, parameters) => applyTo(root, inputs, parameters),
});
