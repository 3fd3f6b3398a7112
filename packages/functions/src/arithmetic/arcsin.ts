import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const angle: UnaryOperation = { numbers: Math.asin, result: "matching-float" };

/** The angle whose sine every pixel is. */
export const arcsin = defineFunction({
  ...unaryFloat,
  name: "arcsin",
  documentation: `Gives the angle in [-π/2, π/2] whose sine every pixel is, in radians.

In computeDtype; integers give the float that holds them. NaN outside of [-1, 1].`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["asin", "inverse sine"],
  source: "numpy.arcsin",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("arcsin"),
  reference: (inputs, parameters) => applyTo(angle, inputs, parameters),
});
