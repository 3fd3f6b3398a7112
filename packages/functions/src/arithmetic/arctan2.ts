import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { combinedFloat, goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const angle: BinaryOperation = { numbers: Math.atan2, result: "matching-float" };

/** The angle of the vector that two images span at every pixel. */
export const arctan2 = defineFunction({
  ...numpyBinary,
  name: "arctan2",
  documentation: `Gives the angle of the vector that two images span at every pixel, in radians.

The angle in (-π, π] between the positive x axis and the point (x = second, y = first operand), in computeDtype; integers give the float that
holds them. NaN where either is NaN. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["atan2", "phase", "orientation"],
  source: "numpy.arctan2",
  outputs: combinedFloat,
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
  golden: [goldenOf("arctan2")[0]],
  reference: (inputs, parameters) => combine(angle, inputs, parameters),
});
