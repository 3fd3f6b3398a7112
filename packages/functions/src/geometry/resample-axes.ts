import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import type { AxisTaps } from "./axis-taps.js";

/** An image whose every element is a weighted sum along each axis in turn: resampling without rotation or shear. Sums in float64. */
export function resampleAxes(values: Numbers, shape: Shape, taps: readonly AxisTaps[], cval: number): Float64Array {
  let from = values;
  const extents = [...shape];
  for (const axis of shrinkingFirst(shape, taps.map(({ count }) => count))) {
    from = resampleAxis(from, extents, axis, taps[axis] as AxisTaps, cval);
    extents[axis] = (taps[axis] as AxisTaps).count;
  }
  const result = from === values ? Float64Array.from(values) : from as Float64Array;
  fillOutside(result, extents, taps, cval);
  return result;
}

/** The order of the axes in which the least is computed. */
export function shrinkingFirst(shape: Shape, target: Shape): readonly number[] {
  const growth = (axis: number) => (target[axis] as number) / (shape[axis] as number);
  return shape.map((_, axis) => axis).sort((a, b) => growth(a) - growth(b));
}

/** Weighted sums along one axis. */
export function resampleAxis(source: Numbers, shape: Shape, axis: number, taps: AxisTaps, cval: number): Float64Array {
  const extent = shape[axis] as number;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const result = new Float64Array(outer * taps.count * inner);
  const resample = inner === 1 ? resampleLine : resampleLines;
  for (let o = 0; o < outer; o++) {
    resample(source.subarray(o * extent * inner, (o + 1) * extent * inner), result.subarray(o * taps.count * inner, (o + 1) * taps.count * inner), taps, inner, cval);
  }
  return result;
}

function resampleLine(source: Numbers, result: Float64Array, { width, pixels, weights }: AxisTaps, _: number, cval: number): void {
  for (let i = 0, at = 0; i < result.length; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++, at++) {
      const pixel = pixels[at] as number;
      sum += (pixel < 0 ? cval : (source[pixel] as number)) * (weights[at] as number);
    }
    result[i] = sum;
  }
}

/** Lines of the image that lie side by side, `inner` of them. */
function resampleLines(source: Numbers, result: Float64Array, { count, width, pixels, weights }: AxisTaps, inner: number, cval: number): void {
  for (let i = 0; i < count; i++) {
    const to = i * inner;
    for (let at = i * width; at < (i + 1) * width; at++) {
      const weight = weights[at] as number;
      const from = (pixels[at] as number) * inner;
      if (from < 0) for (let lane = 0; lane < inner; lane++) result[to + lane] = (result[to + lane] as number) + cval * weight;
      else for (let lane = 0; lane < inner; lane++) result[to + lane] = (result[to + lane] as number) + (source[from + lane] as number) * weight;
    }
  }
}

/** Gives cval to what lies outside along any axis. */
export function fillOutside(result: Float64Array, shape: Shape, taps: readonly AxisTaps[], cval: number): void {
  for (const [axis, { count, outside }] of taps.entries()) {
    if (!outside.includes(1)) continue;
    const inner = sizeOf(shape.slice(axis + 1));
    for (let line = 0; line < result.length / inner; line++) {
      if (outside[line % count] === 1) result.fill(cval, line * inner, (line + 1) * inner);
    }
  }
}
