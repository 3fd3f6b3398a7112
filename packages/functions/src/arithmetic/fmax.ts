import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const larger: BinaryOperation = {
  numbers: (a, b) => (a >= b || Number.isNaN(b) ? a : b),
  bigints: (a, b) => (a > b ? a : b),
};

/** The larger of two values at every pixel, ignoring NaN. */
export const fmax = defineFunction({
  ...numpyBinary,
  name: "fmax",
  documentation: `Takes the larger of two values at every pixel and ignores NaN.

max(a, b), in computeDtype; where one is NaN the other, NaN only where both are. Shapes broadcast.`,
  tags: ["elementwise", "nan"],
  synonyms: ["nanmax", "elementwise max"],
  source: "numpy.fmax",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: [goldenOf("fmax")[0]],
  reference: (inputs, parameters) => combine(larger, inputs, parameters),
});
