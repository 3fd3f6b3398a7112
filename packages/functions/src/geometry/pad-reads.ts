import { boundaryIndices, type BoundaryMode } from "../neighborhood/boundary.js";

/**
 * What each position of a padded line reads of a line of `extent` elements, as `numpy.pad` 1.24 has it; −1 is the constant.
 *
 * In the modes reflect, mirror and wrap NumPy pads in rounds, each from all that is there already, so that beyond one extent the pattern
 * is no longer periodic where the two sides grow unequally.
 */
export function padReads(mode: BoundaryMode, extent: number, before: number, after: number): Int32Array {
  if (extent <= 1 || mode === "constant" || mode === "nearest") return boundaryIndices(mode, extent, before, after);
  const reads = new Int32Array(before + extent + after);
  for (let i = 0; i < extent; i++) reads[before + i] = i;
  let [start, end] = [before, before + extent];
  while (start > 0 || end < reads.length) {
    const most = end - start - (mode === "mirror" ? 1 : 0);
    const [left, right] = [Math.min(most, start), Math.min(most, reads.length - end)];
    const source = reads.slice(start, end);
    for (let i = 1; i <= left; i++) reads[start - i] = source.at(mode === "wrap" ? -i : mode === "mirror" ? i : i - 1) as number;
    for (let i = 1; i <= right; i++) reads[end - 1 + i] = source.at(mode === "wrap" ? i - 1 : mode === "mirror" ? -1 - i : -i) as number;
    [start, end] = [start - left, end + right];
  }
  return reads;
}
