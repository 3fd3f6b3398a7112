import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { combinedFloat, goldenOf, saturatingBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const quotient: BinaryOperation = { numbers: (a, b) => a / b, saturated: (a, b) => (b === 0 ? 0 : a / b), result: "float64" };

/** The quotient of two images, or of an image and a number. */
export const divide = defineFunction({
  ...saturatingBinary,
  name: "divide",
  documentation: `Divides an image by an image or a number.

a / b, in computeDtype: floats follow IEEE 754 (x / 0 is ±∞, 0 / 0 is NaN); integers are divided as float64. Convention cv2 computes in
the dtype of the operands: integers round half to even, saturate, and give 0 where the divisor is 0. Shapes broadcast.`,
  tags: ["elementwise", "flat-field"],
  synonyms: ["quotient", "ratio", "true_divide", "flat field correction", "ratiometric"],
  source: "numpy.true_divide; cv::divide",
  outputs: { image: { ...combinedFloat.image, resultBy: { convention: { cv2: "image" } } } },
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenOf("divide"),
  reference: (inputs, parameters) => combine(quotient, inputs, parameters),
});
