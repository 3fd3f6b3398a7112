/**
 * Replaces each element by the minimum of the `window` elements from it on, `stride` apart; elements too near the end are left undefined.
 *
 * Minima over 1, 2, 4, … elements are built in place, and two of the widest that fits cover the window: n · log window steps.
 * NaN if any is NaN.
 */
export function slideMinimum(elements: Float64Array, count: number, stride: number, window: number): void {
  let span = 1;
  let valid = count;
  for (; 2 * span <= window; span *= 2) {
    valid -= span;
    pairMinima(elements, 0, elements, span * stride, elements, valid * stride);
  }
  if (span < window) pairMinima(elements, 0, elements, (window - span) * stride, elements, (count - window + 1) * stride);
}

/** Sliding minima of one line over many windows: level k holds the minimum of the 2ᵏ elements from each on; level 0 is the line itself. */
export type MinimumLevels = readonly Float64Array[];

/** Levels for a line of so many elements and windows up to `longest`, to be filled by {@link fillLevels} once level 0 is written. */
export function minimumLevels(count: number, longest: number): MinimumLevels {
  return Array.from({ length: Math.floor(Math.log2(longest)) + 1 }, () => new Float64Array(count));
}

export function fillLevels(levels: MinimumLevels): void {
  for (let k = 1; k < levels.length; k++) {
    const below = levels[k - 1] as Float64Array;
    pairMinima(below, 0, below, 2 ** (k - 1), levels[k] as Float64Array, below.length - 2 ** k + 1);
  }
}

/** `out[i]` becomes the minimum of the `window` elements of the line from `from + i` on. */
export function minimaOver(levels: MinimumLevels, window: number, from: number, out: Float64Array, count: number): void {
  const k = Math.floor(Math.log2(window));
  const level = levels[k] as Float64Array;
  pairMinima(level, from, level, from + window - 2 ** k, out, count);
}

function pairMinima(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = Math.min(a[aFrom + i] as number, b[bFrom + i] as number);
}
