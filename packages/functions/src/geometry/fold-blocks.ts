import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Numbers } from "../neighborhood/elements.js";
import { project, type ProjectionMethod } from "../projections/project.js";

/** One value per block of an image, folded in float64: as many blocks along each axis as `counts`; what a block has outside of the image is `outside`. */
export function foldBlocks(values: Numbers, shape: Shape, block: Shape, counts: Shape, method: ProjectionMethod, outside = 0): Float64Array {
  const members = sizeOf(block);
  const size = sizeOf(counts);
  const slab = new Float64Array(members * size);
  const member = block.map(() => 0);
  for (let m = 0; m < members; m++) {
    gather(values, shape, block, counts, member, outside, slab.subarray(m * size, (m + 1) * size));
    advanceIndex(member, block);
  }
  return project(method, slab, [members, size], 0);
}

/** The same member of every block. */
function gather(values: Numbers, shape: Shape, block: Shape, counts: Shape, member: readonly number[], outside: number, result: Float64Array): void {
  const strides = contiguousStrides(shape);
  const lead = counts.slice(0, -1);
  const index = lead.map(() => 0);
  const [width = 1, extent = 1, step = 1, first = 0] = [counts.at(-1), shape.at(-1), block.at(-1), member.at(-1)];
  for (let start = 0; start < result.length; start += width) {
    const origin = originOf(index, shape, block, member, strides);
    for (let x = 0, at = first; x < width; x++, at += step) {
      result[start + x] = origin < 0 || at >= extent ? outside : (values[origin + at] as number);
    }
    advanceIndex(index, lead);
  }
}

/** Where the line begins in which the member lies; −1 outside of the image. */
function originOf(index: readonly number[], shape: Shape, block: Shape, member: readonly number[], strides: readonly number[]): number {
  let origin = 0;
  for (let axis = 0; axis < index.length; axis++) {
    const at = (index[axis] as number) * (block[axis] as number) + (member[axis] as number);
    if (at >= (shape[axis] as number)) return -1;
    origin += at * (strides[axis] as number);
  }
  return origin;
}
