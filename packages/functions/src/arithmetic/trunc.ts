import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const towardZero: UnaryOperation = { numbers: Math.trunc, integers: (a) => a, bigints: (a) => a };

/** Every pixel rounded toward zero. */
export const trunc = defineFunction({
  ...unary,
  name: "trunc",
  documentation: `Rounds every pixel toward zero, which drops its fraction.

-1.5 gives -1, and -0.5 gives -0. Integers stay, and so do NaN, the infinities and zeros of both signs.`,
  tags: ["elementwise", "rounding"],
  synonyms: ["truncate", "fix", "integer part"],
  source: "numpy.trunc",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("trunc"),
  reference: (inputs, parameters) => applyTo(towardZero, inputs, parameters),
});
