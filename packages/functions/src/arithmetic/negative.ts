import { defineFunction } from "@openhcs/core";
import { applyTo, goldenOfUnary, unary, type UnaryOperation } from "./unary.js";

const opposite: UnaryOperation = { numbers: (a) => -a, integers: (a) => -a, bigints: (a) => -a };

/** The image with its sign changed. */
export const negative = defineFunction({
  ...unary,
  name: "negative",
  documentation: `Changes the sign of every pixel.

-x, in computeDtype: float32 or float64 by default, so that unsigned images give negative values, which saturate to 0 where the call keeps their
dtype. Integer computeDtypes wrap modulo 2ⁿ; bool has no opposite and is refused. To turn bright into dark take invert.`,
  tags: ["elementwise"],
  synonyms: ["negate", "minus", "opposite", "neg"],
  source: "numpy.negative",
  check: (_, parameters) => parameters.computeDtype !== "bool" || "must not be of computeDtype bool, which has no opposite; take logicalNot",
  cost: { latencyUs: 20, gbPerSec: 0.9 },
  golden: goldenOfUnary("negative"),
  reference: (inputs, parameters) => applyTo(opposite, inputs, parameters),
});
