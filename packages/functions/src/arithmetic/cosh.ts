import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const cosine: UnaryOperation = { numbers: Math.cosh, result: "matching-float" };

/** The hyperbolic cosine of every pixel. */
export const cosh = defineFunction({
  ...unaryFloat,
  name: "cosh",
  documentation: `Takes the hyperbolic cosine of every pixel.

(eˣ + e⁻ˣ) / 2, in computeDtype; integers give the float that holds them. ±∞ gives ∞.`,
  tags: ["elementwise", "hyperbolic"],
  synonyms: ["hyperbolic cosine"],
  source: "numpy.cosh",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("cosh"),
  reference: (inputs, parameters) => applyTo(cosine, inputs, parameters),
});
