import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkOperands, combined, combinedShape, goldenOf, numpyExamples, numpyParameters, operands } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const larger: BinaryOperation = { numbers: Math.max, bigints: (a, b) => (a > b ? a : b) };

/** The larger of two values at every pixel. */
export const maximum = defineFunction({
  name: "maximum",
  documentation: `Takes the larger of two values at every pixel.

max(a, b), in computeDtype; NaN where either is NaN (fmax prefers the number). Shapes broadcast.`,
  category: "arithmetic",
  tags: ["elementwise"],
  synonyms: ["max", "elementwise max", "lighten", "cv2.max"],
  source: "numpy.maximum",
  inputs: operands,
  parameters: numpyParameters,
  outputs: combined,
  elementwise: true,
  check: checkOperands,
  outputShape: combinedShape,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: numpyExamples,
  golden: [goldenOf("maximum")[0]],
  reference: (inputs, parameters) => combine(larger, inputs, parameters),
});
