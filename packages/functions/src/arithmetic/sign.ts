import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const signum: UnaryOperation = { numbers: Math.sign, bigints: (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n) };

/** The sign of every pixel: -1, 0 or 1. */
export const sign = defineFunction({
  ...unary,
  name: "sign",
  documentation: `Gives the sign of every pixel: -1, 0 or 1.

Zeros of both signs stay as they are, NaN stays NaN, infinities give ±1.`,
  tags: ["elementwise"],
  synonyms: ["signum", "sgn"],
  source: "numpy.sign",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("sign"),
  reference: (inputs, parameters) => applyTo(signum, inputs, parameters),
});
