import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const sine: UnaryOperation = { numbers: Math.sinh, result: "matching-float" };

/** The hyperbolic sine of every pixel. */
export const sinh = defineFunction({
  ...unaryFloat,
  name: "sinh",
  documentation: `Takes the hyperbolic sine of every pixel.

(eˣ - e⁻ˣ) / 2, in computeDtype; integers give the float that holds them. ±∞ stay, and so does NaN.`,
  tags: ["elementwise", "hyperbolic"],
  synonyms: ["hyperbolic sine"],
  source: "numpy.sinh",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("sinh"),
  reference: (inputs, parameters) => applyTo(sine, inputs, parameters),
});
