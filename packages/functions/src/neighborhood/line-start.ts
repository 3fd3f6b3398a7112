import type { Shape } from "@openhcs/core";

/** Where the line of a given number along an axis begins, in elements of such strides. */
export function lineStart(line: number, shape: Shape, strides: readonly number[], along: number): number {
  let start = 0;
  for (let axis = shape.length - 1, rest = line; axis >= 0; axis--) {
    if (axis === along) continue;
    const extent = shape[axis] as number;
    start += (rest % extent) * (strides[axis] as number);
    rest = Math.floor(rest / extent);
  }
  return start;
}

/** Where the element of an index is, in elements of such strides. */
export function positionOf(index: readonly number[], strides: readonly number[]): number {
  let position = 0;
  for (let axis = 0; axis < index.length; axis++) position += (index[axis] as number) * (strides[axis] as number);
  return position;
}
