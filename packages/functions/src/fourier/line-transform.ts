import { cfft, cifft } from "fourier-transform";

/** Replaces a line of complex numbers by its discrete Fourier transform, without normalisation. */
export type LineTransform = (re: Float64Array, im: Float64Array) => void;

/** Odd prime factors up to this are split off; beyond, a convolution is less work. */
const largestSplit = 61;

/** The transform for lines of any length: n · log n steps, also where n is prime. */
export function lineTransform(length: number): LineTransform {
  if (length < 2) return () => {};
  if ((length & (length - 1)) === 0) return cfft;
  for (let factor = 3; factor <= largestSplit; factor += 2) if (length % factor === 0) return splitTransform(length, factor);
  return chirpTransform(length);
}

/** Cooley and Tukey's: every `factor`-th element makes a shorter line, and the transforms of these are combined. */
function splitTransform(length: number, factor: number): LineTransform {
  const short = length / factor;
  const transform = lineTransform(short);
  const root = circle(length, (k) => (-2 * Math.PI * k) / length);
  const parts = { re: new Float64Array(length), im: new Float64Array(length) };
  const lines = Array.from({ length: factor }, (_, at) => [parts.re.subarray(at * short, (at + 1) * short), parts.im.subarray(at * short, (at + 1) * short)] as const);
  return (re, im) => {
    for (let start = 0, to = 0; start < factor; start++) {
      for (let from = start; from < length; from += factor, to++) {
        parts.re[to] = re[from] as number;
        parts.im[to] = im[from] as number;
      }
    }
    for (const [lineRe, lineIm] of lines) transform(lineRe, lineIm);
    for (let k = 0; k < length; k++) combineAt(k, length, short, parts, root, re, im);
  };
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Element k of the transform: the shorter transforms' elements, each turned by its start. */
function combineAt(k: number, length: number, short: number, parts: Complex, root: Complex, re: Float64Array, im: Float64Array): void {
  let x = 0;
  let y = 0;
  for (let at = k % short, turn = 0; at < length; at += short) {
    const a = parts.re[at] as number;
    const b = parts.im[at] as number;
    const c = root.re[turn] as number;
    const d = root.im[turn] as number;
    x += a * c - b * d;
    y += a * d + b * c;
    turn += k;
    if (turn >= length) turn -= length;
  }
  re[k] = x;
  im[k] = y;
}

/** Bluestein's: with jk = (j² + k² − (k − j)²) / 2 the transform is a convolution with a chirp, for which a power of two is long enough. */
function chirpTransform(length: number): LineTransform {
  const padded = 2 ** Math.ceil(Math.log2(2 * length - 1));
  // k² is reduced modulo 2n, so that large k lose no digits.
  const chirp = circle(length, (k) => (-Math.PI * ((k * k) % (2 * length))) / length);
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

/** Numbers of magnitude 1 at the given angles. */
function circle(length: number, angleOf: (k: number) => number): Complex {
  const angles = Float64Array.from({ length }, (_, k) => angleOf(k));
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
}

/** The product of complex numbers; the result may be one of the factors. */
function multiply(aRe: Float64Array, aIm: Float64Array, bRe: Float64Array, bIm: Float64Array, re: Float64Array, im: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const a = aRe[k] as number;
    const b = aIm[k] as number;
    const c = bRe[k] as number;
    const d = bIm[k] as number;
    re[k] = a * c - b * d;
    im[k] = a * d + b * c;
  }
}
