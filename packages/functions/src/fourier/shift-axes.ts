import { allocate, NdArray, normalizeAxis, type Shape } from "@openhcs/core";
import { rollElements } from "../geometry/roll-elements.js";
import type { Axes } from "../reductions/lines.js";
import { axis } from "../reductions/reduction.js";

/** Which axes are shifted, as a parameter of a function. */
export const shiftedAxes = { ...axis, description: "Axes to roll, one or a list; negative ones count from the end. Default: all." } as const;

/** An image whose element 0 along axes comes to their middle (1), or from there back (−1). */
export function shiftAxes({ data, offset, shape, rank, dtype, size }: NdArray, axes: Axes, sign: 1 | -1): NdArray {
  const shifted = axes === undefined ? [...shape.keys()] : [axes].flat().map((at) => normalizeAxis(at, rank));
  const rolled = allocate(dtype, size);
  rollElements(data.subarray(offset) as Uint8Array, rolled as Uint8Array, shape, toMiddle(shape, shifted).map((shift) => sign * shift));
  return new NdArray({ data: rolled, shape, dtype });
}

/** How far each axis is rolled so that its element 0 comes to its middle, ⌊n / 2⌋. */
export function toMiddle(shape: Shape, axes: readonly number[]): readonly number[] {
  return shape.map((extent, axis) => (axes.includes(axis) ? extent >> 1 : 0));
}
