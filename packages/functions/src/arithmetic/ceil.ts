import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const up: UnaryOperation = { numbers: Math.ceil, integers: (a) => a, bigints: (a) => a };

/** Every pixel rounded up. */
export const ceil = defineFunction({
  ...unary,
  name: "ceil",
  documentation: `Rounds every pixel up, to the smallest integer that is not below it.

⌈x⌉: -1.5 gives -1, and -0.5 gives -0. Integers stay, and so do NaN, the infinities and zeros of both signs.`,
  tags: ["elementwise", "rounding"],
  synonyms: ["ceiling", "round up"],
  source: "numpy.ceil",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("ceil"),
  reference: (inputs, parameters) => applyTo(up, inputs, parameters),
});
