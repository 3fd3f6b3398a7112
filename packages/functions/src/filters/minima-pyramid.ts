/**
 * Minima over blocks of 2ᵏ elements of lines: level 0 is the lines themselves, each further level has half as many blocks per line.
 */
export interface MinimaPyramid {
  readonly levels: readonly Float64Array[];
  /** Blocks per line on each level. */
  readonly widths: readonly number[];
}

/** @param highest the level of the largest blocks */
export function minimaPyramid(elements: Float64Array, width: number, highest: number): MinimaPyramid {
  const levels = [elements];
  const widths = [width];
  const lines = elements.length / width;
  for (let k = 1; k <= highest; k++) {
    const below = levels[k - 1] as Float64Array;
    const from = widths[k - 1] as number;
    const to = (from + 1) >> 1;
    const level = new Float64Array(lines * to);
    for (let line = 0; line < lines; line++) {
      for (let block = 0; block < to; block++) {
        const at = line * from + 2 * block;
        const hasPair = 2 * block + 1 < from;
        level[line * to + block] = hasPair ? Math.min(below[at] as number, below[at + 1] as number) : (below[at] as number);
      }
    }
    levels.push(level);
    widths.push(to);
  }
  return { levels, widths };
}
