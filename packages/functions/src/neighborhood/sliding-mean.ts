import type { Shape } from "@openhcs/core";
import { filterLines, type LineBlock } from "./axis-lines.js";
import type { Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";

/**
 * The mean over `size` elements along an axis, the element itself at `before`; `source` and `target` may be the same elements.
 *
 * A sum runs along each line in float64, as in `scipy.ndimage.uniform_filter1d`: once NaN or an infinity went in, what follows on the line
 * is NaN.
 */
export function slidingMean(source: Numbers, target: Numbers, shape: Shape, axis: number, size: number, before: number, boundary: Boundary): void {
  filterLines(source, target, shape, axis, { before, after: size - 1 - before }, boundary, (block) => meanOfBlock(block, size));
}

function meanOfBlock({ extended, result, extent, lanes }: LineBlock, size: number): void {
  for (let lane = 0; lane < lanes; lane++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += extended[k * lanes + lane] as number;
    result[lane] = sum / size;
    let oldest = lane;
    let newest = lane + size * lanes;
    for (let at = lane + lanes; at < extent * lanes; at += lanes, oldest += lanes, newest += lanes) {
      sum += (extended[newest] as number) - (extended[oldest] as number);
      result[at] = sum / size;
    }
  }
}
