/** NumPy's buffer: what is summed by halves at a time. */
const chunk = 8192;
/** Runs up to this long are summed in eight strands. */
const block = 128;

/**
 * The sum of a line, with rounding errors that stay near those of a few additions however many elements there are.
 *
 * In the order of NumPy's add.reduce over contiguous doubles, whose result it gives to the last bit.
 */
export function pairwiseSum(values: Float64Array): number {
  let sum = 0;
  for (let from = 0; from < values.length; from += chunk) sum += sumByHalves(values, from, Math.min(chunk, values.length - from));
  return sum;
}

function sumByHalves(values: Float64Array, from: number, count: number): number {
  if (count <= block) return sumInStrands(values, from, count);
  const half = (count >> 1) - ((count >> 1) % 8);
  return sumByHalves(values, from, half) + sumByHalves(values, from + half, count - half);
}

function sumInStrands(values: Float64Array, from: number, count: number): number {
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
