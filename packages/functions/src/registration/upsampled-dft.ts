import { sizeOf, type Shape } from "@openhcs/core";
import type { Spectrum } from "../fourier/spectrum.js";

/**
 * A small region of an inverse transform as if the spectrum had been padded to `factor` times its extents, without the padding and the 1/n.
 *
 * Matrix products from the last axis on, each with the Fourier kernel of `size` positions from `origins[axis] / factor` px on.
 */
export function upsampledRegion(spectrum: Spectrum, shape: Shape, size: number, factor: number, origins: readonly number[]): Spectrum {
  let { re, im } = spectrum;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    const inner = size ** (shape.length - 1 - axis);
    const kernel = kernelOf(extent, size, factor, origins[axis] as number);
    const outer = sizeOf(shape.slice(0, axis));
    const next = { re: new Float64Array(outer * size * inner), im: new Float64Array(outer * size * inner) };
    for (let o = 0; o < outer; o++) multiplyMatrix(kernel, { re, im }, next, { extent, inner, size }, o);
    ({ re, im } = next);
  }
  return { re, im };
}

interface Extents {
  readonly extent: number;
  readonly inner: number;
  readonly size: number;
}

function multiplyMatrix(kernel: Spectrum, from: Spectrum, to: Spectrum, { extent, inner, size }: Extents, outer: number): void {
  for (let s = 0; s < size; s++) {
    for (let i = 0; i < inner; i++) multiplyRow(kernel, s * extent, from, outer * extent * inner + i, inner, extent, to, (outer * size + s) * inner + i);
  }
}

/** One row of the kernel times one line of the spectrum, whose elements are `stride` apart. */
function multiplyRow(kernel: Spectrum, row: number, from: Spectrum, origin: number, stride: number, extent: number, to: Spectrum, target: number): void {
  let x = 0;
  let y = 0;
  for (let k = row, at = origin; k < row + extent; k++, at += stride) {
    const a = kernel.re[k] as number;
    const b = kernel.im[k] as number;
    const c = from.re[at] as number;
    const d = from.im[at] as number;
    x += a * c - b * d;
    y += a * d + b * c;
  }
  to.re[target] = x;
  to.im[target] = y;
}

/** exp(2πi f (origin + s) / factor), a row for every position s, with the signed frequencies f of the transform. */
function kernelOf(extent: number, size: number, factor: number, origin: number): Spectrum {
  const re = new Float64Array(size * extent);
  const im = new Float64Array(size * extent);
  for (let s = 0; s < size; s++) {
    for (let k = 0; k < extent; k++) {
      const frequency = k < (extent + 1) >> 1 ? k : k - extent;
      const angle = (2 * Math.PI * (origin + s) * frequency) / (extent * factor);
      re[s * extent + k] = Math.cos(angle);
      im[s * extent + k] = Math.sin(angle);
    }
  }
  return { re, im };
}
