import { defineFunction, type NdArray } from "@openhcs/core";
import { combine } from "./binary.js";
import { checkDifference, goldenOf, saturatingBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const difference: BinaryOperation = { numbers: (a, b) => a - b, bigints: (a, b) => a - b };
const distance: BinaryOperation = { numbers: (a, b) => Math.abs(a - b) };

/** The absolute difference of two images, or of an image and a number. */
export const absdiff = defineFunction({
  ...saturatingBinary,
  name: "absdiff",
  documentation: `Gives the absolute difference of two images, or of an image and a number.

|a - b|, in computeDtype: NaN where either is NaN; integers wrap modulo 2ⁿ before the sign goes, as in NumPy; bool has no difference and is
refused. Convention cv2 computes in the dtype of the operands: integers of up to 16 bits saturate, int32 wraps. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["absolute difference", "abs diff", "change"],
  source: "numpy.abs(a - b); cv::absdiff",
  check: checkDifference,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenOf("absdiff"),
  reference: (inputs, parameters) =>
    parameters.convention === "cv2" ? combine(distance, inputs, parameters) : absolute(combine(difference, inputs, parameters)),
});

/** Of a fresh array, in place. */
function absolute(array: NdArray): NdArray {
  const elements = array.data as { [position: number]: number | bigint };
  for (let i = 0; i < array.data.length; i++) {
    const element = elements[i] as number;
    if (element < 0) elements[i] = -element;
  }
  return array;
}
