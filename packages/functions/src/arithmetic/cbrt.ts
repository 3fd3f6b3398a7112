import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const root: UnaryOperation = { numbers: Math.cbrt, result: "matching-float" };

/** The cube root of every pixel. */
export const cbrt = defineFunction({
  ...unaryFloat,
  name: "cbrt",
  documentation: `Takes the cube root of every pixel, also of negative ones.

∛x, in computeDtype, with the sign of x; integers give the float that holds them. NaN stays NaN, ±∞ stay.`,
  tags: ["elementwise"],
  synonyms: ["cube root", "third root"],
  source: "numpy.cbrt",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("cbrt"),
  reference: (inputs, parameters) => applyTo(root, inputs, parameters),
});
