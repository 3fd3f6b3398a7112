import type { Numbers } from "../neighborhood/elements.js";

/**
 * The sum of `values[from … from + count − 1]` in NumPy's order and in the precision of the values, so that means and what is compared
 * with them agree to the last bit: eight totals side by side over blocks of up to 128, blocks summed in pairs.
 */
export function pairwiseSum(values: Numbers, from = 0, count = values.length): number {
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  if (count > 128) {
    const half = count >> 1;
    const first = half - (half % 8);
    return round(pairwiseSum(values, from, first) + pairwiseSum(values, from + first, count - first));
  }
  const whole = count - (count % 8);
  let sum = 0;
  if (whole > 0) {
    const totals = Array.from(values.subarray(from, from + 8));
    for (let i = 8; i < whole; i++) totals[i % 8] = round((totals[i % 8] as number) + (values[from + i] as number));
    const pair = (k: number) => round((totals[k] as number) + (totals[k + 1] as number));
    sum = round(round(pair(0) + pair(2)) + round(pair(4) + pair(6)));
  }
  for (let i = whole; i < count; i++) sum = round(sum + (values[from + i] as number));
  return sum;
}

/** The mean, likewise; NaN of no values. */
export function pairwiseMean(values: Numbers): number {
  const mean = pairwiseSum(values) / values.length;
  return values instanceof Float32Array ? Math.fround(mean) : mean;
}
