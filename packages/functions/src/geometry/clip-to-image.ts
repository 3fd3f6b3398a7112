import type { BoundaryMode } from "../neighborhood/boundary.js";
import type { Numbers } from "../neighborhood/elements.js";

/**
 * Brings results into the range of the image, in place, as scikit-image does with `clip`.
 *
 * The range includes cval where a constant border brought values as extreme as it into the result. NaN in the image are passed over.
 */
export function clipToImage(image: Numbers, result: Numbers, mode: BoundaryMode, cval: number): void {
  const range = rangeOf(image);
  if (mode === "constant" && (cval < range.min || cval > range.max)) {
    const reached = rangeOf(result);
    if (reached.min <= cval && cval <= reached.max) [range.min, range.max] = [Math.min(range.min, cval), Math.max(range.max, cval)];
  }
  for (let i = 0; i < result.length; i++) {
    const value = result[i] as number;
    if (value < range.min) result[i] = range.min;
    else if (value > range.max) result[i] = range.max;
  }
}

function rangeOf(values: Numbers): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
