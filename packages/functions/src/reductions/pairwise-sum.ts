import type { Numbers } from "../neighborhood/elements.js";

/** NumPy's buffer: what is summed by halves at a time. */
const chunk = 8192;

/** Runs up to this long are summed in eight strands. */
const block = 128;

/**
 * The sum of values, with rounding errors that stay near those of a few additions however many values there are.
 *
 * In the order of NumPy's add.reduce over contiguous values, and in their precision (float64 for integers), so that the result, and what
 * is compared with it, is NumPy's to the last bit.
 */
export function pairwiseSum(values: Numbers): number {
  let sum = 0;
  for (let from = 0; from < values.length; from += chunk) {
    const count = Math.min(chunk, values.length - from);
    sum = values instanceof Float32Array ? Math.fround(sum + sumOfSingles(values, from, count)) : sum + sumOfDoubles(values, from, count);
  }
  return sum;
}

/** The mean, likewise; NaN of no values. */
export function pairwiseMean(values: Numbers): number {
  const mean = pairwiseSum(values) / values.length;
  return values instanceof Float32Array ? Math.fround(mean) : mean;
}

function sumOfDoubles(values: Numbers, from: number, count: number): number {
  if (count > block) {
    const half = halfOf(count);
    return sumOfDoubles(values, from, half) + sumOfDoubles(values, from + half, count - half);
  }
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  let at = from;
  for (const end = from + count - (count % 8); at < end; at += 8) {
    a += values[at] as number;
    b += values[at + 1] as number;
    c += values[at + 2] as number;
    d += values[at + 3] as number;
    e += values[at + 4] as number;
    f += values[at + 5] as number;
    g += values[at + 6] as number;
    h += values[at + 7] as number;
  }
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (; at < from + count; at++) sum += values[at] as number;
  return sum;
}

/** Storing into the strands rounds them. */
function sumOfSingles(values: Float32Array, from: number, count: number): number {
  const { fround } = Math;
  if (count > block) {
    const half = halfOf(count);
    return fround(sumOfSingles(values, from, half) + sumOfSingles(values, from + half, count - half));
  }
  const strands = new Float32Array(8);
  const whole = count - (count % 8);
  for (let at = from; at < from + whole; at += 8) {
    for (let k = 0; k < 8; k++) strands[k] = (strands[k] as number) + (values[at + k] as number);
  }
  const [a, b, c, d, e, f, g, h] = strands as unknown as Eight;
  let sum = fround(fround(fround(a + b) + fround(c + d)) + fround(fround(e + f) + fround(g + h)));
  for (let i = from + whole; i < from + count; i++) sum = fround(sum + (values[i] as number));
  return sum;
}

type Eight = readonly [number, number, number, number, number, number, number, number];

/** A multiple of eight. */
function halfOf(count: number): number {
  const half = count >> 1;
  return half - (half % 8);
}
