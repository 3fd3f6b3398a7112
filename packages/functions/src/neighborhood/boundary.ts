/**
 * What an index outside of a line reads, in SciPy's names: reflect (d c b a | a b c d | d c b a), mirror (d c b | a b c d | c b a),
 * nearest (a a | a b c d | d d), wrap (c d | a b c d | a b), constant (k k | a b c d | k k) with k = cval.
 */
export const boundaryModes = ["reflect", "constant", "nearest", "mirror", "wrap"] as const;
export type BoundaryMode = (typeof boundaryModes)[number];

/** How a neighbourhood goes on beyond the image. */
export interface Boundary {
  readonly mode: BoundaryMode;
  /** What the mode `constant` reads. */
  readonly cval: number;
}

/** The index in `[0, extent)` that any index reads, however far out; -1 where the mode is `constant` and nothing is read. */
export function boundaryIndex(mode: BoundaryMode, index: number, extent: number): number {
  if (index >= 0 && index < extent) return index;
  switch (mode) {
    case "constant": return -1;
    case "nearest": return index < 0 ? 0 : extent - 1;
    case "wrap": return modulo(index, extent);
    case "reflect": return folded(modulo(index, 2 * extent), 2 * extent - 1);
    case "mirror": return extent === 1 ? 0 : folded(modulo(index, 2 * extent - 2), 2 * extent - 2);
  }
}

/** What the positions `-before … extent + after - 1` read, by {@link boundaryIndex}. */
export function boundaryIndices(mode: BoundaryMode, extent: number, before: number, after: number): Int32Array {
  return Int32Array.from({ length: before + extent + after }, (_, position) => boundaryIndex(mode, position - before, extent));
}

/** The smaller of an index and its mirror image in one period. */
function folded(index: number, last: number): number {
  return Math.min(index, last - index);
}

function modulo(index: number, period: number): number {
  return ((index % period) + period) % period;
}
