import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const tangent: UnaryOperation = { numbers: Math.tanh, result: "matching-float" };

/** The hyperbolic tangent of every pixel. */
export const tanh = defineFunction({
  ...unaryFloat,
  name: "tanh",
  documentation: `Takes the hyperbolic tangent of every pixel, which is in [-1, 1].

In computeDtype; integers give the float that holds them. ±∞ gives ±1.`,
  tags: ["elementwise", "hyperbolic"],
  synonyms: ["hyperbolic tangent", "soft clip"],
  source: "numpy.tanh",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("tanh"),
  reference: (inputs, parameters) => applyTo(tangent, inputs, parameters),
});
