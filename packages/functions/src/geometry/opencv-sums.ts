import type { Numbers } from "../neighborhood/elements.js";
import type { AxisTaps } from "./axis-taps.js";

const { fround } = Math;

/**
 * Weighted sums along x, then along y, every step in float32 as OpenCV takes them: with rational weights many sums of integers fall near
 * a half, where the last bit decides how they are rounded.
 */
export function singleSums(values: Numbers, width: number, rows: AxisTaps, columns: AxisTaps): Float64Array {
  const lines = alongX(values, width, columns);
  const result = new Float64Array(rows.count * columns.count);
  for (let y = 0; y < rows.count; y++) {
    const start = y * columns.count;
    for (let at = y * rows.width; at < (y + 1) * rows.width; at++) {
      const from = (rows.pixels[at] as number) * columns.count;
      const weight = rows.weights[at] as number;
      if (from < 0) continue;
      for (let x = 0; x < columns.count; x++) result[start + x] = fround((result[start + x] as number) + fround((lines[from + x] as number) * weight));
    }
  }
  return result;
}

function alongX(values: Numbers, width: number, { count, width: reach, pixels, weights }: AxisTaps): Float32Array {
  const height = values.length / width;
  const lines = new Float32Array(height * count);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = 0; x < count; x++) {
      let sum = 0;
      for (let k = 0; k < reach; k++, at++) {
        const pixel = pixels[at] as number;
        if (pixel >= 0) sum = fround(sum + fround((values[y * width + pixel] as number) * (weights[at] as number)));
      }
      lines[y * count + x] = sum;
    }
  }
  return lines;
}
