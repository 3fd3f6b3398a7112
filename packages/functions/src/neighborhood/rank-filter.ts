import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import type { Footprint } from "./footprint.js";

/** The neighbour of a given rank (0 is the smallest) around every pixel. NaN sorts after infinity. Needs rank 1 or more and a member. */
export function rankFilter(source: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, rank: number): Float64Array {
  const result = new Float64Array(source.length);
  if (source.length === 0) return result;
  const extended = extend(source, shape, footprint, boundary);
  const strides = contiguousStrides(extended.shape);
  const distances = distancesOf(footprint, strides);
  const neighbours = new Float64Array(distances.length);
  const width = shape.at(-1) as number;
  for (let line = 0; line < source.length / width; line++) {
    const start = startOf(line, shape, strides);
    for (let x = 0; x < width; x++) {
      for (let k = 0; k < distances.length; k++) neighbours[k] = extended.elements[start + x + (distances[k] as number)] as number;
      result[line * width + x] = neighbours.sort()[rank] as number;
    }
  }
  return result;
}

interface Extended {
  readonly elements: Float64Array;
  readonly shape: Shape;
}

/** The image with its border around it, so wide that every neighbour of a pixel is read at the same distance from it. */
function extend(source: Numbers, shape: Shape, footprint: Footprint, { mode, cval }: Boundary): Extended {
  const reads = shape.map((extent, axis) => {
    const before = footprint.centre[axis] as number;
    return boundaryIndices(mode, extent, before, (footprint.shape[axis] as number) - 1 - before);
  });
  const wide = reads.map(({ length }) => length);
  const width = wide.at(-1) as number;
  const elements = new Float64Array(sizeOf(wide));
  for (let line = 0; line < elements.length / width; line++) {
    const from = sourceLine(line, reads, shape);
    for (let x = 0; x < width; x++) {
      const read = (reads.at(-1) as Int32Array)[x] as number;
      elements[line * width + x] = from < 0 || read < 0 ? cval : (source[from + read] as number);
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

/** From the first neighbour's place to each member of the footprint. */
function distancesOf({ shape, members }: Footprint, strides: readonly number[]): readonly number[] {
  const distances: number[] = [];
  for (const [member, belongs] of members.entries()) {
    if (belongs === 0) continue;
    let distance = 0;
    for (let axis = shape.length - 1, rest = member; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      distance += (rest % extent) * (strides[axis] as number);
      rest = Math.floor(rest / extent);
    }
    distances.push(distance);
  }
  return distances;
}

/** Where in the extended image the neighbourhood of a line's first pixel begins. */
function startOf(line: number, shape: Shape, strides: readonly number[]): number {
  let start = 0;
  for (let axis = shape.length - 2, rest = line; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    start += (rest % extent) * (strides[axis] as number);
    rest = Math.floor(rest / extent);
  }
  return start;
}
