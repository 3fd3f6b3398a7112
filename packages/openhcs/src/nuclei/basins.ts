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
    const height = heights[at] as number;
    const lakes = [...new Set(neighbours(at, width, mask.length).filter((near) => peakOf[near] !== -1).map(lake))]
      .sort((a, b) => (heights[b] as number) - (heights[a] as number) || a - b);
    peakOf[at] = lakes[0] ?? at;
    for (const shallower of lakes.slice(1)) if ((heights[shallower] as number) - height < depth) peakOf[shallower] = lakes[0] as number;
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

/** The four pixels beside one. */
function neighbours(at: number, width: number, length: number): number[] {
  const column = at % width;
  const near = [];
  if (at >= width) near.push(at - width);
  if (column > 0) near.push(at - 1);
  if (column < width - 1) near.push(at + 1);
  if (at + width < length) near.push(at + width);
  return near;
}
