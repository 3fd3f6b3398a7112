import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const larger: BinaryOperation = { numbers: Math.max, bigints: (a, b) => (a > b ? a : b) };

/** The larger of two values at every pixel. */
export const maximum = defineFunction({
  ...numpyBinary,
  name: "maximum",
  documentation: `Takes the larger of two values at every pixel.

max(a, b), in computeDtype; NaN where either is NaN (fmax prefers the number). Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["max", "elementwise max", "lighten", "cv2.max"],
  source: "numpy.maximum",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: [goldenOf("maximum")[0]],
  reference: (inputs, parameters) => combine(larger, inputs, parameters),
});
