import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type BoundaryMode } from "./boundary.js";

/** A box around every pixel, and which of its positions is the pixel itself. */
export interface Box {
  readonly shape: Shape;
  readonly centre: readonly number[];
}

/**
 * Visits every line along the last axis that some pixel has in the box around it: its index on the leading axes, which may lie
 * outside, and the line of the image that is read there (−1: none). The index is changed from one visit to the next.
 */
export function forEachLine(shape: Shape, { shape: box, centre }: Box, mode: BoundaryMode, visit: (index: readonly number[], sourceLine: number) => void): void {
  if (sizeOf(shape) === 0) return;
  const axes = shape.slice(0, -1).map((extent, axis) => {
    const before = centre[axis] as number;
    return { extent, before, reads: boundaryIndices(mode, extent, before, (box[axis] as number) - 1 - before) };
  });
  const count = sizeOf(axes.map(({ reads }) => reads.length));
  const index = new Array<number>(axes.length).fill(0);
  for (let n = 0; n < count; n++) {
    let rest = n;
    let sourceLine = 0;
    let stride = 1;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { extent, before, reads } = axes[axis] as (typeof axes)[number];
      const position = rest % reads.length;
      rest = (rest - position) / reads.length;
      const read = reads[position] as number;
      index[axis] = position - before;
      sourceLine = read < 0 || sourceLine < 0 ? -1 : sourceLine + read * stride;
      stride *= extent;
    }
    visit(index, sourceLine);
  }
}

/** The line whose neighbour at `offset` is the line at `index`; −1 where there is none in the image. */
export function lineAt(index: readonly number[], offset: readonly number[], shape: Shape): number {
  let at = 0;
  for (let axis = 0; axis < index.length; axis++) {
    const extent = shape[axis] as number;
    const position = (index[axis] as number) - (offset[axis] as number);
    if (position < 0 || position >= extent) return -1;
    at = at * extent + position;
  }
  return at;
}

/** How far a line of a box lies from the centre, on all axes but the last. */
export function lineOffset(line: number, shape: Shape, centre: readonly number[]): number[] {
  return lineIndex(line, shape).map((at, axis) => at - (centre[axis] as number));
}

/** The index on the leading axes of a line along the last one. */
export function lineIndex(line: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length - 1);
  for (let axis = shape.length - 2, rest = line; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    index[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return index;
}
