import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const magnitude: UnaryOperation = { numbers: Math.abs, bigints: (a) => (a < 0n ? -a : a) };

/** The absolute value of every pixel. */
export const abs = defineFunction({
  ...unary,
  name: "abs",
  documentation: `Gives the absolute value of every pixel.

|x|, in computeDtype: NaN stays NaN, -∞ becomes ∞. In a signed integer computeDtype the most negative value has no opposite and stays, as in NumPy.`,
  tags: ["elementwise"],
  synonyms: ["absolute", "fabs", "magnitude", "modulus"],
  source: "numpy.absolute",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("abs"),
  reference: (inputs, parameters) => applyTo(magnitude, inputs, parameters),
});
