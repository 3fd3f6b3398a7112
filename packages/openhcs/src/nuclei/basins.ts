/** A field of heights in C order, and where it counts. */
export interface Relief {
  readonly heights: ArrayLike<number>;
  readonly mask: ArrayLike<number>;
  readonly width: number;
}

/**
 * The peak to which each pixel of the mask belongs, as the index of the peak's pixel; -1 outside of the mask.
 *
 * Water falls from the highest pixel down. Where two lakes meet, the shallower one joins the other if its peak is less than `depth`
 * above the meeting; else they stay two. That is the watershed of the h-maxima with h = depth, in one pass (persistence).
 */
export function basins({ heights, mask, width }: Relief, depth: number): Int32Array {
  const peakOf = new Int32Array(mask.length).fill(-1);
  const lake = (at: number): number => {
    let root = at;
    while (peakOf[root] !== root) root = peakOf[root] = peakOf[peakOf[root] as number] as number;
    return root;
  };
  const higherFirst = indicesOf(mask).sort((a, b) => (heights[b] as number) - (heights[a] as number) || a - b);
  for (const at of higherFirst) {
    const reached = neighbours(at, width, mask.length).filter((near) => peakOf[near] !== -1);
    // Uphill, to the highest neighbour: along the steepest way from there lies the peak.
    const uphill = reached.reduce((best, near) => ((heights[near] as number) > (heights[best] as number) ? near : best), reached[0] ?? at);
    peakOf[at] = uphill === at ? at : lake(uphill);
    const [highest, ...shallower] = [...new Set(reached.map(lake))].sort((a, b) => (heights[b] as number) - (heights[a] as number) || a - b);
    for (const other of shallower) if ((heights[other] as number) - (heights[at] as number) < depth) peakOf[other] = highest as number;
  }
  for (const at of higherFirst) peakOf[at] = lake(at);
  return peakOf;
}

function indicesOf(mask: ArrayLike<number>): Int32Array {
  const indices = new Int32Array(mask.length);
  let count = 0;
  for (let at = 0; at < mask.length; at++) if (mask[at] !== 0) indices[count++] = at;
  return indices.subarray(0, count);
}

/** The eight pixels around one. */
function neighbours(at: number, width: number, length: number): number[] {
  const column = at % width;
  const [left, right] = [column > 0, column < width - 1];
  const near = [];
  for (const row of [at - width, at, at + width]) {
    if (row < 0 || row >= length) continue;
    if (left) near.push(row - 1);
    if (row !== at) near.push(row);
    if (right) near.push(row + 1);
  }
  return near;
}
