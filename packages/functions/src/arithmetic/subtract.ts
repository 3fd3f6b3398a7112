import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkDifference, goldenOf, saturatingBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const difference: BinaryOperation = { numbers: (a, b) => a - b, bigints: (a, b) => a - b };

/** The difference of two images, or of an image and a number. */
export const subtract = defineFunction({
  ...saturatingBinary,
  name: "subtract",
  documentation: `Subtracts an image or a number from an image.

a - b, in computeDtype: floats follow IEEE 754, integers wrap modulo 2ⁿ; bool has no difference and is refused. Convention cv2 computes in the
dtype of the operands: integers of up to 16 bits saturate, so that unsigned ones stop at 0; int32 wraps. Shapes broadcast.`,
  tags: ["elementwise", "background"],
  synonyms: ["minus", "difference", "background subtraction"],
  source: "numpy.subtract; cv::subtract",
  check: checkDifference,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenOf("subtract"),
  reference: (inputs, parameters) => combine(difference, inputs, parameters),
});
