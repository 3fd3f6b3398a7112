import { boundaryIndices, type BoundaryMode } from "../neighborhood/boundary.js";

/** What each position of a padded line reads of a line of `extent` elements, as `numpy.pad` 1.24 has it; −1 is the constant. */
export function padReads(mode: BoundaryMode, extent: number, before: number, after: number): Int32Array {
  if (mode === "wrap" && extent > 0) return wrapReads(extent, before, after);
  return boundaryIndices(mode, extent, before, after);
}

/**
 * Copies the line round its ends, round after round until the padding is full.
 *
 * NumPy takes a round of all that is there already, so that its pattern breaks beyond one extent where the two sides grow unequally.
 */
function wrapReads(extent: number, before: number, after: number): Int32Array {
  const reads = new Int32Array(before + extent + after);
  for (let i = 0; i < extent; i++) reads[before + i] = i;
  let [start, end] = [before, before + extent];
  while (start > 0 || end < reads.length) {
    const period = end - start;
    const [left, right] = [Math.min(period, start), Math.min(period, reads.length - end)];
    const [ahead, behind] = [reads.slice(end - left, end), reads.slice(start, start + right)];
    reads.set(ahead, start - left);
    reads.set(behind, end);
    [start, end] = [start - left, end + right];
  }
  return reads;
}
