import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { combinedFloat, goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const hypotenuse: BinaryOperation = { numbers: Math.hypot, result: "matching-float" };

/** The length of the vector that two images span at every pixel. */
export const hypot = defineFunction({
  ...numpyBinary,
  name: "hypot",
  documentation: `Gives the length of the vector that two images span at every pixel.

√(a² + b²) without overflow, in computeDtype; integers give the float that holds them. Infinite where either is infinite, even beside NaN.
Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["hypotenuse", "magnitude", "euclidean norm"],
  source: "numpy.hypot",
  outputs: combinedFloat,
  cost: { latencyUs: 20, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
  golden: [goldenOf("hypot")[0]],
  reference: (inputs, parameters) => combine(hypotenuse, inputs, parameters),
});
