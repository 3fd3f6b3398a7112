import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const smaller: BinaryOperation = {
  numbers: (a, b) => (a <= b || Number.isNaN(b) ? a : b),
  bigints: (a, b) => (a < b ? a : b),
};

/** The smaller of two values at every pixel, ignoring NaN. */
export const fmin = defineFunction({
  ...numpyBinary,
  name: "fmin",
  documentation: `Takes the smaller of two values at every pixel and ignores NaN.

min(a, b), in computeDtype; where one is NaN the other, NaN only where both are. Shapes broadcast.`,
  tags: ["elementwise", "nan"],
  synonyms: ["nanmin", "elementwise min"],
  source: "numpy.fmin",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: [goldenOf("fmin")[0]],
  reference: (inputs, parameters) => combine(smaller, inputs, parameters),
});
