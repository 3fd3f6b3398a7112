/** Half the window of a Gaussian cut off at `truncate` standard deviations. */
export function gaussianRadius(sigma: number, truncate: number): number {
  return Math.floor(truncate * sigma + 0.5);
}

/** Weights `exp(−i² / 2σ²)` for `i` in `[−radius, radius]`, divided by their sum. */
export function gaussianWeights(sigma: number, radius: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, k) => Math.exp((-0.5 / (sigma * sigma)) * (k - radius) ** 2));
  const sum = sumInEights(weights);
  return weights.map((weight) => weight / sum);
}

/** Sums in NumPy's order, eight totals side by side: where results are truncated, the last bit of a weight decides over a whole grey value. */
function sumInEights(values: Float64Array): number {
  const whole = values.length - (values.length % 8);
  const totals = new Float64Array(8);
  for (let i = 0; i < whole; i++) totals[i % 8] = (totals[i % 8] as number) + (values[i] as number);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = totals;
  return values.subarray(whole).reduce((sum, value) => sum + value, a + b + (c + d) + (e + f + (g + h)));
}
