import type { Numbers } from "../neighborhood/elements.js";
import { quantilesOf } from "../reductions/quantile.js";

/** What becomes of a range of intensities: its percentiles become `outMin` and `outMax`. */
export interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly outMin: number;
  readonly outMax: number;
}

/** The intensities that were mapped to the ends. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/**
 * Clips values to two of their percentiles and maps these linearly; a range without extent becomes `outMin`.
 *
 * @param scale how far a value lies between the limits, times the range of the result: the peers divide and multiply in different orders
 */
export function stretchPercentiles(
  values: Numbers, target: Numbers, { low, high, outMin, outMax }: Stretch, scale: (above: number, extent: number, range: number) => number,
): Limits {
  const [from, to] = quantilesOf(Float64Array.from(values), [low / 100, high / 100], "linear") as [number, number];
  if (from === to) {
    target.fill(outMin);
    return { low: from, high: to };
  }
  for (let i = 0; i < values.length; i++) {
    const clipped = Math.min(Math.max(values[i] as number, from), to);
    target[i] = scale(clipped - from, to - from, outMax - outMin) + outMin;
  }
  return { low: from, high: to };
}

/** NumPy recipe: first to [0, 1]. */
export function divideFirst(above: number, extent: number, range: number): number {
  return (above / extent) * range;
}

/** OpenHCS: first times the range, so that its truncation meets whole numbers exactly where it can. */
export function multiplyFirst(above: number, extent: number, range: number): number {
  return (above * range) / extent;
}
