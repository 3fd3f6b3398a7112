import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const squared: UnaryOperation = { numbers: (a) => a * a, integers: (a) => Math.imul(a, a), bigints: (a) => a * a };

/** The square of every pixel. */
export const square = defineFunction({
  ...unary,
  name: "square",
  documentation: `Squares every pixel.

x², in computeDtype: floats round once, integers wrap modulo 2ⁿ. Where the call keeps an integer image's dtype, squares beyond its range saturate.`,
  tags: ["elementwise"],
  synonyms: ["sqr", "power of two", "x squared", "intensity squared"],
  source: "numpy.square",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("square"),
  reference: (inputs, parameters) => applyTo(squared, inputs, parameters),
});
