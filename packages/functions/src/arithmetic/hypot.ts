import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkOperands, combined, combinedShape, goldenOf, numpyExamples, numpyParameters, operands } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const hypotenuse: BinaryOperation = { numbers: Math.hypot, result: "matching-float" };

/** The length of the vector that two images span at every pixel. */
export const hypot = defineFunction({
  name: "hypot",
  documentation: `Gives the length of the vector that two images span at every pixel.

√(a² + b²) without overflow, in computeDtype; integers give the float that holds them. Infinite where either is infinite, even beside NaN.
Shapes broadcast.`,
  category: "arithmetic",
  tags: ["elementwise"],
  synonyms: ["hypotenuse", "magnitude", "euclidean norm"],
  source: "numpy.hypot",
  inputs: operands,
  parameters: numpyParameters,
  outputs: combined,
  elementwise: true,
  check: checkOperands,
  outputShape: combinedShape,
  cost: { latencyUs: 20, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
  examples: numpyExamples,
  golden: [goldenOf("hypot")[0]],
  reference: (inputs, parameters) => combine(hypotenuse, inputs, parameters),
});
