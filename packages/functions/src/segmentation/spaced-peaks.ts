import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";

/**
 * Of positions in C order those that keep their distance from all before them: the first, and each that is at least `spacing` pixels
 * along some axis from every one kept so far; at most `most`.
 *
 * Kept ones lie in a grid of cells as wide as the spacing, of which none can hold two.
 */
export function spacedPeaks(peaks: Int32Array, shape: Shape, spacing: number, most: number): Int32Array {
  if (spacing <= 1) return peaks.slice(0, most);
  const strides = contiguousStrides(shape);
  // With one more cell at either end, unless all pixels of an axis are in one.
  const margins = shape.map((extent) => (extent <= spacing ? 0 : 1));
  const cells = shape.map((extent, axis) => Math.ceil(extent / spacing) + 2 * (margins[axis] as number));
  const cellStrides = contiguousStrides(cells);
  const around = cellStrides.reduce<number[]>((offsets, stride, axis) => offsets.flatMap((offset) => (margins[axis] === 0 ? [offset] : [offset - stride, offset, offset + stride])), [0]);
  const keptIn = new Int32Array(sizeOf(cells)).fill(-1);
  const kept = new Int32Array(Math.min(most, peaks.length));
  let count = 0;
  for (const peak of peaks) {
    if (count === kept.length) break;
    let cell = 0;
    let rest = peak;
    for (const [axis, stride] of strides.entries()) {
      cell += (Math.floor(Math.floor(rest / stride) / spacing) + (margins[axis] as number)) * (cellStrides[axis] as number);
      rest %= stride;
    }
    if (around.some((offset) => isNear(keptIn[cell + offset] as number, peak, strides, spacing))) continue;
    keptIn[cell] = peak;
    kept[count++] = peak;
  }
  return kept.slice(0, count);
}

function isNear(other: number, peak: number, strides: readonly number[], spacing: number): boolean {
  if (other < 0) return false;
  let [a, b] = [other, peak];
  for (const stride of strides) {
    if (Math.abs(Math.floor(a / stride) - Math.floor(b / stride)) >= spacing) return false;
    a %= stride;
    b %= stride;
  }
  return true;
}
