import type { Shape } from "@openhcs/core";
import type { Spectrum } from "../fourier/spectrum.js";

/** Magnitudes this near to each other, as a part of the largest, differ by rounding alone. */
const rounding = 1e-12;

/** Where complex numbers are largest: at `preferred` if nothing is larger than there, else the first such place. */
export function peakOf({ re, im }: Spectrum, preferred: number): number {
  const powerAt = (at: number) => (re[at] as number) ** 2 + (im[at] as number) ** 2;
  let largest = 0;
  for (let at = 0; at < re.length; at++) largest = Math.max(largest, powerAt(at));
  const least = largest * (1 - rounding);
  if (powerAt(preferred) >= least) return preferred;
  let at = 0;
  while (powerAt(at) < least) at++;
  return at;
}

/** F(a) · conj F(b); each term divided by its magnitude, where that is above a floor, if there is one. */
export function crossPower(a: Spectrum, b: Spectrum, floor: number | undefined): Spectrum {
  const re = new Float64Array(a.re.length);
  const im = new Float64Array(a.re.length);
  for (let i = 0; i < re.length; i++) {
    const ar = a.re[i] as number;
    const ai = a.im[i] as number;
    const br = b.re[i] as number;
    const bi = b.im[i] as number;
    const x = ar * br + ai * bi;
    const y = ai * br - ar * bi;
    const scale = floor === undefined ? 1 : 1 / Math.max(Math.sqrt(x * x + y * y), floor);
    re[i] = x * scale;
    im[i] = y * scale;
  }
  return { re, im };
}

/** Σ|x|². */
export function powerOf({ re, im }: Spectrum): number {
  let power = 0;
  for (let i = 0; i < re.length; i++) power += (re[i] as number) ** 2 + (im[i] as number) ** 2;
  return power;
}

/** The index of a position in C order. */
export function indexOf(position: number, shape: Shape): readonly number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = position; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}
