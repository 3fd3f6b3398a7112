import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unaryFloat, type UnaryOperation } from "./unary.js";

const inRadians: UnaryOperation = { numbers: (a) => a * (Math.PI / 180), result: "matching-float" };

/** Angles in radians, from degrees. */
export const radians = defineFunction({
  ...unaryFloat,
  name: "radians",
  documentation: `Turns degrees into radians.

x · π / 180, in computeDtype; integers give the float that holds them. NaN and the infinities stay.`,
  tags: ["elementwise", "trigonometry"],
  synonyms: ["deg2rad", "degrees to radians"],
  source: "numpy.radians",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("radians"),
  reference: (inputs, parameters) => applyTo(inRadians, inputs, parameters),
});
