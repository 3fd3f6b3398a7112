import type { Shape } from "@openhcs/core";
import { filterLines, type LineBlock } from "./axis-lines.js";
import type { Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";

/**
 * Correlates every line along an axis with weights: `out[i] = Σ weights[k] · in[i + k − ⌊size / 2⌋]`.
 *
 * Sums in float64, of symmetric and antisymmetric weights the centre first, then pairs from the outside in, as
 * `scipy.ndimage.correlate1d` does. The results are stored in the dtype of `target` (integers truncate), which may be the source itself.
 */
export function correlate1d(source: Numbers, target: Numbers, shape: Shape, axis: number, weights: Float64Array, boundary: Boundary): void {
  const before = weights.length >> 1;
  const reach = { before, after: weights.length - 1 - before };
  const correlate = isMirrored(weights, 1) ? correlateSymmetric : isMirrored(weights, -1) ? correlateAntisymmetric : correlateAny;
  filterLines(source, target, shape, axis, reach, boundary, (block) => correlate(block, weights));
}

/** Whether weights are the same (sign 1), or the negative (sign −1), from either end. */
export function isMirrored(weights: Float64Array, sign: 1 | -1): boolean {
  return weights.length % 2 === 1 && weights.every((weight, k) => weight === sign * (weights[weights.length - 1 - k] as number));
}

function correlateSymmetric({ extended, result, extent, lanes }: LineBlock, weights: Float64Array): void {
  const half = weights.length >> 1;
  const reach = half * lanes;
  const middle = weights[half] as number;
  for (let i = 0; i < extent * lanes; i++) {
    const centre = i + reach;
    let sum = (extended[centre] as number) * middle;
    for (let k = 0, distance = reach; k < half; k++, distance -= lanes) {
      sum += ((extended[centre - distance] as number) + (extended[centre + distance] as number)) * (weights[k] as number);
    }
    result[i] = sum;
  }
}

function correlateAntisymmetric({ extended, result, extent, lanes }: LineBlock, weights: Float64Array): void {
  const half = weights.length >> 1;
  const reach = half * lanes;
  const middle = weights[half] as number;
  for (let i = 0; i < extent * lanes; i++) {
    const centre = i + reach;
    // The weight is 0, but NaN and infinities at the centre are to show.
    let sum = (extended[centre] as number) * middle;
    for (let k = 0, distance = reach; k < half; k++, distance -= lanes) {
      sum += ((extended[centre - distance] as number) - (extended[centre + distance] as number)) * (weights[k] as number);
    }
    result[i] = sum;
  }
}

function correlateAny({ extended, result, extent, lanes }: LineBlock, weights: Float64Array): void {
  for (let i = 0; i < extent * lanes; i++) {
    let sum = 0;
    for (let k = 0, at = i; k < weights.length; k++, at += lanes) sum += (extended[at] as number) * (weights[k] as number);
    result[i] = sum;
  }
}
