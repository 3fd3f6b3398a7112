import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const inDegrees: UnaryOperation = { numbers: (a) => a * (180 / Math.PI), result: "matching-float" };

/** Angles in degrees, from radians. */
export const degrees = defineFunction({
  ...unaryFloat,
  name: "degrees",
  documentation: `Turns radians into degrees.

x · 180 / π, in computeDtype; integers give the float that holds them. NaN and the infinities stay.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["rad2deg", "radians to degrees"],
  source: "numpy.degrees",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("degrees"),
  reference: (inputs, parameters) => applyTo(inDegrees, inputs, parameters),
});
