import { contiguousStrides, type Shape } from "@openhcs/core";
import { blocksOf } from "./blocks.js";
import type { Boundary } from "./boundary.js";
import { cropped } from "./cropped.js";
import type { Numbers } from "./elements.js";
import { extendImage } from "./extended-image.js";
import { memberCount, type Footprint } from "./footprint.js";
import { integerLevels, ordinalLevels } from "./levels.js";
import { positionOf } from "./line-start.js";
import { rankByHistogram } from "./rank-by-histogram.js";
import { rankBySelection } from "./rank-by-selection.js";

/** Windows of so many members or fewer are sorted one by one faster than counts of any but 8-bit values are kept. */
const fewMembers = 9;

/** So many values are sorted at once: their counts fit in a fast cache, and lie near each other. */
const mostSorted = 1 << 16;

/** The neighbour of a given rank (0 is the smallest) around every pixel. NaN sorts after infinity. Needs rank 0 or more, below the number of members. */
export function footprintRank(source: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, rank: number): Float64Array {
  if (source.length === 0) return new Float64Array(0);
  const members = memberCount(footprint);
  if (members <= fewMembers && source.BYTES_PER_ELEMENT > 1) return rankBySelection(new Float64Array(source), shape, footprint, boundary, rank);
  const integers = integerLevels(source, boundary.mode === "constant" ? boundary.cval : 0);
  if (integers === undefined) return rankByBlocks(source, shape, footprint, boundary, rank);
  const { elements } = extendImage(integers.elements, shape, footprint, { mode: boundary.mode, cval: integers.outside });
  const result = new Float64Array(source.length);
  rankByHistogram({ ...integers, elements }, shape, footprint, rank, result, { origin: 0, strides: contiguousStrides(shape) });
  return result;
}

/** Values of any dtype are sorted block by block, so that their places in the order can be counted like small integers. */
function rankByBlocks(source: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, rank: number): Float64Array {
  const result = new Float64Array(source.length);
  const strides = contiguousStrides(shape);
  const { elements, shape: wide } = extendImage(new Float64Array(source), shape, footprint, boundary);
  for (const block of blocksOf(shape, footprint.shape, mostSorted)) {
    const extended = block.shape.map((extent, axis) => extent + (footprint.shape[axis] as number) - 1);
    const levels = ordinalLevels(cropped(elements, wide, block.origin, extended));
    rankByHistogram(levels, block.shape, footprint, rank, result, { origin: positionOf(block.origin, strides), strides });
  }
  return result;
}
