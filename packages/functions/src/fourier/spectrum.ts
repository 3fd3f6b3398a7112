import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { lineTransform, type LineTransform } from "./line-transform.js";

/** Complex numbers, real and imaginary parts apart. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Lines that are gathered together: their elements fill whole cache lines. */
const mostLanes = 16;

/** The spectrum of real values along axes. */
export function spectrumOf(values: Numbers, shape: Shape, axes: readonly number[]): Spectrum {
  const spectrum = { re: new Float64Array(values), im: new Float64Array(values.length) };
  transformAxes(spectrum, shape, axes);
  return spectrum;
}

/** Replaces complex numbers by their Fourier transform along axes: Σ x · exp(−2πi jk / n). */
export function transformAxes({ re, im }: Spectrum, shape: Shape, axes: readonly number[]): void {
  if (re.length === 0) return;
  for (const axis of axes) transformAxis({ re, im }, shape, axis);
}

/** Undoes {@link transformAxes}: Σ x · exp(2πi jk / n) / n. */
export function invertAxes({ re, im }: Spectrum, shape: Shape, axes: readonly number[]): void {
  // Of swapped parts the forward transform is the inverse one with swapped parts.
  transformAxes({ re: im, im: re }, shape, axes);
  const scale = 1 / sizeOf(axes.map((axis) => shape[axis] as number));
  for (let i = 0; i < re.length; i++) {
    re[i] = (re[i] as number) * scale;
    im[i] = (im[i] as number) * scale;
  }
}

function transformAxis({ re, im }: Spectrum, shape: Shape, axis: number): void {
  const extent = shape[axis] as number;
  const inner = sizeOf(shape.slice(axis + 1));
  const transform = lineTransform(extent);
  if (extent === 1) return;
  if (inner === 1) {
    for (let start = 0; start < re.length; start += extent) transform(re.subarray(start, start + extent), im.subarray(start, start + extent));
    return;
  }
  const lines = Array.from({ length: Math.min(mostLanes, inner) }, () => ({ re: new Float64Array(extent), im: new Float64Array(extent) }));
  for (let plane = 0; plane < re.length; plane += extent * inner) {
    for (let first = 0; first < inner; first += mostLanes) transformBlock({ re, im }, plane + first, inner, lines.slice(0, inner - first), transform);
  }
}

/** Neighbouring lines whose elements are `stride` apart. */
function transformBlock({ re, im }: Spectrum, origin: number, stride: number, lines: readonly Spectrum[], transform: LineTransform): void {
  for (const [lane, line] of lines.entries()) gather(re, im, origin + lane, stride, line);
  for (const line of lines) transform(line.re, line.im);
  for (const [lane, line] of lines.entries()) scatter(line, re, im, origin + lane, stride);
}

function gather(re: Float64Array, im: Float64Array, origin: number, stride: number, line: Spectrum): void {
  const { re: lineRe, im: lineIm } = line;
  for (let p = 0, from = origin; p < lineRe.length; p++, from += stride) {
    lineRe[p] = re[from] as number;
    lineIm[p] = im[from] as number;
  }
}

function scatter({ re: lineRe, im: lineIm }: Spectrum, re: Float64Array, im: Float64Array, origin: number, stride: number): void {
  for (let p = 0, to = origin; p < lineRe.length; p++, to += stride) {
    re[to] = lineRe[p] as number;
    im[to] = lineIm[p] as number;
  }
}
