import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkOperands, combined, combinedShape, goldenOf, numpyExamples, numpyParameters, operands } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const smaller: BinaryOperation = { numbers: Math.min, bigints: (a, b) => (a < b ? a : b) };

/** The smaller of two values at every pixel. */
export const minimum = defineFunction({
  name: "minimum",
  documentation: `Takes the smaller of two values at every pixel.

min(a, b), in computeDtype; NaN where either is NaN (fmin prefers the number). Shapes broadcast.`,
  category: "arithmetic",
  tags: ["elementwise"],
  synonyms: ["min", "elementwise min", "darken", "cv2.min"],
  source: "numpy.minimum",
  inputs: operands,
  parameters: numpyParameters,
  outputs: combined,
  elementwise: true,
  check: checkOperands,
  outputShape: combinedShape,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: numpyExamples,
  golden: [goldenOf("minimum")[0]],
  reference: (inputs, parameters) => combine(smaller, inputs, parameters),
});
