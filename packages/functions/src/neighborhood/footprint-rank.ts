import type { Shape } from "@openhcs/core";
import type { Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import { memberCount, type Footprint } from "./footprint.js";
import { integerLevels, ordinalLevels } from "./levels.js";
import { rankByHistogram } from "./rank-by-histogram.js";
import { rankBySelection } from "./rank-by-selection.js";

/** Windows of so many members or fewer are sorted one by one faster than counts of 16-bit or any other values are kept. */
const fewIntegers = 9;
const fewNumbers = 25;

/** The neighbour of a given rank (0 is the smallest) around every pixel. NaN sorts after infinity. Needs rank 0 or more, below the number of members. */
export function footprintRank(source: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, rank: number): Float64Array {
  if (source.length === 0) return new Float64Array(0);
  const members = memberCount(footprint);
  const outside = boundary.mode === "constant" ? boundary.cval : 0;
  const isNarrow = source.BYTES_PER_ELEMENT === 1;
  const integers = isNarrow || members > fewIntegers ? integerLevels(source, outside) : undefined;
  if (integers === undefined && members <= fewNumbers) return rankBySelection(Float64Array.from(source), shape, footprint, boundary, rank);
  return rankByHistogram(integers ?? ordinalLevels(source, outside), shape, footprint, boundary.mode, rank);
}
