import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import type { Footprint } from "./footprint.js";

/** An image with its border around it, so wide that every neighbour of a pixel is read at the same distance from it. */
export interface ExtendedImage<Elements extends Numbers> {
  readonly elements: Elements;
  readonly shape: Shape;
}

/** Goes on with an image as far as the footprint reaches; `cval` is stored as the elements hold it. */
export function extendImage<Elements extends Numbers>(source: Elements, shape: Shape, footprint: Footprint, { mode, cval }: Boundary): ExtendedImage<Elements> {
  const reads = shape.map((extent, axis) => {
    const before = footprint.centre[axis] as number;
    return boundaryIndices(mode, extent, before, (footprint.shape[axis] as number) - 1 - before);
  });
  const wide = reads.map(({ length }) => length);
  const along = reads.at(-1) as Int32Array;
  const before = footprint.centre.at(-1) as number;
  const width = shape.at(-1) as number;
  const elements = new (source.constructor as new (length: number) => Elements)(sizeOf(wide));
  for (let line = 0; line < elements.length / along.length; line++) {
    const start = line * along.length;
    const from = sourceLine(line, reads, shape);
    if (from < 0) {
      elements.fill(cval, start, start + along.length);
      continue;
    }
    elements.set(source.subarray(from, from + width), start + before);
    for (let x = 0; x < along.length; x++) {
      if (x === before) x += width;
      if (x >= along.length) break;
      const read = along[x] as number;
      elements[start + x] = read < 0 ? cval : (source[from + read] as number);
    }
  }
  return { elements, shape: wide };
}

/** Where the line of the source begins that a line of the extended image reads; -1 where it reads none. */
function sourceLine(line: number, reads: readonly Int32Array[], shape: Shape): number {
  let start = 0;
  let stride = shape.at(-1) as number;
  for (let axis = shape.length - 2, rest = line; axis >= 0; axis--) {
    const { length } = reads[axis] as Int32Array;
    const read = (reads[axis] as Int32Array)[rest % length] as number;
    if (read < 0) return -1;
    start += read * stride;
    stride *= shape[axis] as number;
    rest = Math.floor(rest / length);
  }
  return start;
}
