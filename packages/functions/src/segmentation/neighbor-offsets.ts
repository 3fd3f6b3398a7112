import { contiguousStrides, type Shape } from "@openhcs/core";
import { numpyOrder } from "./numpy-order.js";

/**
 * Distances in C order from a pixel to its neighbours, the nearest first, in the order in which scikit-image visits them.
 *
 * Neighbours differ by at most 1 in at most `connectivity` axes.
 */
export function neighborOffsets(shape: Shape, connectivity: number): Int32Array {
  let steps: number[][] = [[]];
  for (let axis = 0; axis < shape.length; axis++) steps = steps.flatMap((step) => [-1, 0, 1].map((along) => [...step, along]));
  const strides = contiguousStrides(shape);
  const axesOf = (step: readonly number[]) => step.filter((along) => along !== 0).length;
  const within = steps.filter((step) => axesOf(step) <= connectivity);
  const offsets = within.map((step) => step.reduce((sum, along, axis) => sum + along * (strides[axis] as number), 0));
  return numpyOrder(within.map(axesOf)).map((at) => offsets[at] as number).subarray(1);
}
