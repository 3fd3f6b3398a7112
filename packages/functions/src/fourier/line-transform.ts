import { cfft, cifft } from "fourier-transform";

/** Replaces a line of complex numbers by its discrete Fourier transform, without normalisation. */
export type LineTransform = (re: Float64Array, im: Float64Array) => void;

/** The transform for lines of any length: n · log n steps, also where n is prime. */
export function lineTransform(length: number): LineTransform {
  if (length < 2) return () => {};
  return (length & (length - 1)) === 0 ? cfft : chirpTransform(length);
}

/** Bluestein's: with jk = (j² + k² − (k − j)²) / 2 the transform is a convolution with a chirp, for which a power of two is long enough. */
function chirpTransform(length: number): LineTransform {
  const padded = 2 ** Math.ceil(Math.log2(2 * length - 1));
  const chirp = chirpOf(length);
  const kernel = { re: new Float64Array(padded), im: new Float64Array(padded) };
  for (let k = 0; k < length; k++) {
    for (const at of [k, (padded - k) % padded]) {
      kernel.re[at] = chirp.re[k] as number;
      kernel.im[at] = -(chirp.im[k] as number);
    }
  }
  cfft(kernel.re, kernel.im);
  const line = { re: new Float64Array(padded), im: new Float64Array(padded) };
  return (re, im) => {
    multiply(re, im, chirp.re, chirp.im, line.re, line.im, length);
    line.re.fill(0, length);
    line.im.fill(0, length);
    cfft(line.re, line.im);
    multiply(line.re, line.im, kernel.re, kernel.im, line.re, line.im, padded);
    cifft(line.re, line.im);
    multiply(line.re, line.im, chirp.re, chirp.im, re, im, length);
  };
}

/** exp(−πi k² / n), with k² reduced modulo 2n so that large k lose no digits. */
function chirpOf(length: number): { readonly re: Float64Array; readonly im: Float64Array } {
  const angles = Float64Array.from({ length }, (_, k) => (-Math.PI * ((k * k) % (2 * length))) / length);
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
}

/** The product of complex numbers; the result may be one of the factors. */
function multiply(aRe: Float64Array, aIm: Float64Array, bRe: Float64Array, bIm: Float64Array, re: Float64Array, im: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const [ar, ai, br, bi] = [aRe[k] as number, aIm[k] as number, bRe[k] as number, bIm[k] as number];
    re[k] = ar * br - ai * bi;
    im[k] = ar * bi + ai * br;
  }
}
