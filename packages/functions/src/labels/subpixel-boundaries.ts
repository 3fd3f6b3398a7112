import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";

/** Shape of an image with one more pixel between any two of another. */
export function doubledShape(shape: Shape): number[] {
  return shape.map((extent) => Math.max(2 * extent - 1, 0));
}

/** 1 at the pixels between original ones that do not all carry one value: two on an edge, four around a corner, eight in 3D. */
export function subpixelBoundaries(values: Int32Array, shape: Shape): Uint8Array {
  const doubled = doubledShape(shape);
  const strides = contiguousStrides(shape);
  const boundaries = new Uint8Array(sizeOf(doubled));
  const corners = Array.from({ length: 2 ** shape.length }, (_, odd) => cornerOffsets(odd, strides));
  const coordinates = shape.map(() => 0);
  for (let at = 0; at < boundaries.length; at++) {
    let odd = 0;
    let base = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const coordinate = coordinates[axis] as number;
      odd += (coordinate & 1) << axis;
      base += (coordinate >> 1) * (strides[axis] as number);
    }
    for (const offset of corners[odd] as readonly number[]) if (values[base + offset] !== values[base]) boundaries[at] = 1;
    advanceIndex(coordinates, doubled);
  }
  return boundaries;
}

/** Offsets of the original pixels around one that lies between them along the axes set in `odd`. */
function cornerOffsets(odd: number, strides: readonly number[]): readonly number[] {
  let offsets = [0];
  for (const [axis, stride] of strides.entries()) {
    if ((odd >> axis) & 1) offsets = [...offsets, ...offsets.map((offset) => offset + stride)];
  }
  return offsets;
}
