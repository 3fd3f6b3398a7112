import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkOperands, combined, combinedShape, goldenOf, numpyExamples, numpyParameters, operands } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const larger: BinaryOperation = {
  numbers: (a, b) => (a >= b || Number.isNaN(b) ? a : b),
  bigints: (a, b) => (a > b ? a : b),
};

/** The larger of two values at every pixel, ignoring NaN. */
export const fmax = defineFunction({
  name: "fmax",
  documentation: `Takes the larger of two values at every pixel and ignores NaN.

max(a, b), in computeDtype; where one is NaN the other, NaN only where both are. Shapes broadcast.`,
  category: "arithmetic",
  tags: ["elementwise", "nan"],
  synonyms: ["nanmax", "elementwise max"],
  source: "numpy.fmax",
  inputs: operands,
  parameters: numpyParameters,
  outputs: combined,
  elementwise: true,
  check: checkOperands,
  outputShape: combinedShape,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: numpyExamples,
  golden: [goldenOf("fmax")[0]],
  reference: (inputs, parameters) => combine(larger, inputs, parameters),
});
