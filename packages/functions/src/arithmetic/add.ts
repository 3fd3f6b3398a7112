import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, saturatingBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const sum: BinaryOperation = { numbers: (a, b) => a + b, bigints: (a, b) => a + b };

/** The sum of two images, or of an image and a number. */
export const add = defineFunction({
  ...saturatingBinary,
  name: "add",
  documentation: `Adds two images, or a number to an image.

a + b, in computeDtype: floats follow IEEE 754 (NaN and infinities propagate), integers wrap modulo 2ⁿ. Convention cv2 computes in the dtype
of the operands: integers of up to 16 bits saturate, int32 wraps. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["plus", "sum", "offset", "brighten"],
  source: "numpy.add; cv::add",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenOf("add"),
  reference: (inputs, parameters) => combine(sum, inputs, parameters),
});
