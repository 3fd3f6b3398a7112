import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const angle: UnaryOperation = { numbers: Math.atan, result: "matching-float" };

/** The angle whose tangent every pixel is. */
export const arctan = defineFunction({
  ...unaryFloat,
  name: "arctan",
  documentation: `Gives the angle in [-π/2, π/2] whose tangent every pixel is, in radians.

In computeDtype; integers give the float that holds them. ±∞ gives ±π/2. arctan2 takes the two sides and tells all four quadrants.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["atan", "inverse tangent"],
  source: "numpy.arctan",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("arctan"),
  reference: (inputs, parameters) => applyTo(angle, inputs, parameters),
});
