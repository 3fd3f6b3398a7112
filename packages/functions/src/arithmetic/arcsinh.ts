import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const area: UnaryOperation = { numbers: Math.asinh, result: "matching-float" };

/** The inverse hyperbolic sine of every pixel. */
export const arcsinh = defineFunction({
  ...unaryFloat,
  name: "arcsinh",
  documentation: `Takes the inverse hyperbolic sine of every pixel: linear near 0, logarithmic far from it.

ln(x + √(x² + 1)), in computeDtype; integers give the float that holds them. ±∞ stay, and so does NaN.`,
  tags: ["elementwise", "hyperbolic", "variance-stabilizing"],
  synonyms: ["asinh", "inverse hyperbolic sine", "logicle"],
  source: "numpy.arcsinh",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("arcsinh"),
  reference: (inputs, parameters) => applyTo(area, inputs, parameters),
});
