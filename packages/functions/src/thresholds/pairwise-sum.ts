import { allocateNumbers, type Numbers } from "../neighborhood/elements.js";

/**
 * The sum of values in NumPy's order and in the precision of the values (float64 for integers), so that means and what is compared with
 * them agree to the last bit: eight totals side by side over blocks of up to 128, blocks summed in pairs.
 */
export function pairwiseSum(values: Numbers): number {
  const isSingle = values instanceof Float32Array;
  const round = isSingle ? Math.fround : (value: number) => value;
  const totals = allocateNumbers(isSingle ? "float32" : "float64", 8);

  const sumOf = (from: number, count: number): number => {
    if (count > 128) {
      const half = count >> 1;
      const first = half - (half % 8);
      return round(sumOf(from, first) + sumOf(from + first, count - first));
    }
    const whole = count - (count % 8);
    let sum = 0;
    if (whole > 0) {
      sumInEights(values, from, whole, totals);
      const [a, b, c, d, e, f, g, h] = totals as unknown as Eight;
      sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
    }
    for (let i = from + whole; i < from + count; i++) sum = round(sum + (values[i] as number));
    return sum;
  };
  return sumOf(0, values.length);
}

type Eight = readonly [number, number, number, number, number, number, number, number];

/** Storing into the totals rounds them. */
function sumInEights(values: Numbers, from: number, count: number, totals: Numbers): void {
  for (let k = 0; k < 8; k++) totals[k] = values[from + k] as number;
  for (let i = 8; i < count; i += 8) {
    for (let k = 0; k < 8; k++) totals[k] = (totals[k] as number) + (values[from + i + k] as number);
  }
}

/** The mean, likewise; NaN of no values. */
export function pairwiseMean(values: Numbers): number {
  const mean = pairwiseSum(values) / values.length;
  return values instanceof Float32Array ? Math.fround(mean) : mean;
}
