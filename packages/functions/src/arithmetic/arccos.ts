import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const angle: UnaryOperation = { numbers: Math.acos, result: "matching-float" };

/** The angle whose cosine every pixel is. */
export const arccos = defineFunction({
  ...unaryFloat,
  name: "arccos",
  documentation: `Gives the angle in [0, π] whose cosine every pixel is, in radians.

In computeDtype; integers give the float that holds them. NaN outside of [-1, 1].`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["acos", "inverse cosine"],
  source: "numpy.arccos",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  golden: goldenOfUnary("arccos"),
  reference: (inputs, parameters) => applyTo(angle, inputs, parameters),
});
