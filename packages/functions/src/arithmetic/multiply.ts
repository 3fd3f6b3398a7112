import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { goldenOf, saturatingBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const product: BinaryOperation = { numbers: (a, b) => a * b, integers: Math.imul, bigints: (a, b) => a * b };

/** The product of two images, or of an image and a number. */
export const multiply = defineFunction({
  ...saturatingBinary,
  name: "multiply",
  documentation: `Multiplies two images, or an image by a number.

a · b, in computeDtype: floats follow IEEE 754 (0 · ∞ is NaN), integers wrap modulo 2ⁿ. Convention cv2 computes in the dtype of the operands:
integers of up to 16 bits round half to even and saturate, int32 wraps. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["times", "product", "scale", "gain", "apply mask"],
  source: "numpy.multiply; cv::multiply",
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenOf("multiply"),
  reference: (inputs, parameters) => combine(product, inputs, parameters),
});
