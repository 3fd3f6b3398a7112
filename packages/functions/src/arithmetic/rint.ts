import { defineFunction, roundHalfEven } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const nearest: UnaryOperation = { numbers: roundHalfEven, integers: (a) => a, bigints: (a) => a };

/** Every pixel rounded to the nearest integer, half to even. */
export const rint = defineFunction({
  ...unary,
  name: "rint",
  documentation: `Rounds every pixel to the nearest integer, halves to the even one.

0.5 gives 0, 1.5 and 2.5 give 2, -0.5 gives -0. Integers stay, and so do NaN, the infinities and zeros of both signs.`,
  tags: ["elementwise", "rounding"],
  synonyms: ["round", "round half to even", "nearbyint", "around"],
  source: "numpy.rint",
  cost: { latencyUs: 20, gbPerSec: 0.6 },
  golden: goldenOfUnary("rint"),
  reference: (inputs, parameters) => applyTo(nearest, inputs, parameters),
});
