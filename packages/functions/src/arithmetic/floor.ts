import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const down: UnaryOperation = { numbers: Math.floor, integers: (a) => a, bigints: (a) => a };

/** Every pixel rounded down. */
export const floor = defineFunction({
  ...unary,
  name: "floor",
  documentation: `Rounds every pixel down, to the largest integer that is not above it.

⌊x⌋: -1.5 gives -2. Integers stay, and so do NaN, the infinities and zeros of both signs.`,
  tags: ["elementwise", "rounding"],
  synonyms: ["round down", "round toward minus infinity"],
  source: "numpy.floor",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("floor"),
  reference: (inputs, parameters) => applyTo(down, inputs, parameters),
});
