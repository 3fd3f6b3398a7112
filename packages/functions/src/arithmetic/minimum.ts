import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const smaller: BinaryOperation = { numbers: Math.min, bigints: (a, b) => (a < b ? a : b) };

/** The smaller of two values at every pixel. */
export const minimum = defineFunction({
  ...numpyBinary,
  name: "minimum",
  documentation: `Takes the smaller of two values at every pixel.

min(a, b), in computeDtype; NaN where either is NaN (fmin prefers the number). Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["min", "elementwise min", "darken", "cv2.min"],
  source: "numpy.minimum",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: [goldenOf("minimum")[0]],
  reference: (inputs, parameters) => combine(smaller, inputs, parameters),
});
