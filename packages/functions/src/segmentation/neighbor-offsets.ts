import { contiguousStrides, type Shape } from "@openhcs/core";
import { borderedShape } from "./bordered.js";
import { numpyOrder } from "./numpy-order.js";

/**
 * How far a pixel's neighbours are from it in C order in an image with its border, the nearest first, in the order in which scikit-image
 * visits them.
 *
 * Neighbours differ by at most 1 in at most `connectivity` axes; along an axis of extent 1 there are none.
 */
export function neighborOffsets(shape: Shape, connectivity: number): Int32Array {
  let steps: number[][] = [[]];
  for (let axis = 0; axis < shape.length; axis++) steps = steps.flatMap((step) => [-1, 0, 1].map((along) => [...step, along]));
  const strides = contiguousStrides(borderedShape(shape));
  const axesOf = (step: readonly number[]) => step.filter((along) => along !== 0).length;
  const within = steps.filter((step) => axesOf(step) <= connectivity);
  const offsets = within.map((step) => step.reduce((sum, along, axis) => sum + along * (strides[axis] as number), 0));
  const exists = within.map((step) => step.every((along, axis) => along === 0 || shape[axis] !== 1));
  return numpyOrder(within.map(axesOf)).subarray(1).filter((at) => exists[at] === true).map((at) => offsets[at] as number);
}
