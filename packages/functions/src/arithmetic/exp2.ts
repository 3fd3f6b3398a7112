import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const power: UnaryOperation = { numbers: (a) => 2 ** a, result: "matching-float" };

/** 2 to the power of every pixel. */
export const exp2 = defineFunction({
  ...unaryFloat,
  name: "exp2",
  documentation: `Raises 2 to the power of every pixel.

2ˣ, in computeDtype; integers give the float that holds them. Beyond the range of the dtype ∞, far below 0 it is 0; NaN stays NaN.`,
  tags: ["elementwise"],
  synonyms: ["power of two", "two to the x"],
  source: "numpy.exp2",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  golden: goldenOfUnary("exp2"),
  reference: (inputs, parameters) => applyTo(power, inputs, parameters),
});
