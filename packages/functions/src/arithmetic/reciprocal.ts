import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const inverse: UnaryOperation = { numbers: (a) => 1 / a, result: "matching-float" };

/** One divided by every pixel. */
export const reciprocal = defineFunction({
  ...unaryFloat,
  name: "reciprocal",
  documentation: `Divides 1 by every pixel.

1 / x, in computeDtype: ±0 gives ±∞, ±∞ gives ±0, NaN stays NaN. Integers give floats, where NumPy would truncate all but ±1 to 0.`,
  tags: ["elementwise"],
  synonyms: ["inverse", "one over", "1/x"],
  source: "numpy.reciprocal",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("reciprocal"),
  reference: (inputs, parameters) => applyTo(inverse, inputs, parameters),
});
