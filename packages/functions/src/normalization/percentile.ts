import type { Numbers } from "../neighborhood/elements.js";

/**
 * Percentiles of values by linear interpolation at `(n − 1) · p / 100` of the sorted ones, as `numpy.percentile`.
 *
 * NaN if any value is NaN, or if there is none.
 */
export function percentiles(values: Numbers, wanted: readonly number[]): number[] {
  const sorted = values.slice().sort();
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last])) return wanted.map(() => NaN);
  return wanted.map((percentile) => {
    const position = last * (percentile / 100);
    const at = Math.floor(position);
    return interpolate(sorted[at] as number, sorted[Math.min(at + 1, last)] as number, position - at);
  });
}

/** From the nearer end, so that the ends themselves come out exactly. */
function interpolate(a: number, b: number, fraction: number): number {
  if (a === b) return a;
  return fraction >= 0.5 ? b - (b - a) * (1 - fraction) : a + (b - a) * fraction;
}
