import { defineFunction, InvalidArgumentError, roundHalfEven, sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { invertAxes, spectrumOf, type Spectrum } from "../fourier/spectrum.js";
import { imageRanks, numbersOf } from "../neighborhood/elements.js";
import { crossPower, indexOf, peakOf, powerOf } from "./correlation-peak.js";
import { upsampledRegion } from "./upsampled-dft.js";

/** More positions than this around the peak are a mistake, or a computation that does not end. */
const mostPositions = 1 << 24;

/** How far an image must be shifted to lie on another. */
export const phaseCrossCorrelation = defineFunction({
  name: "phaseCrossCorrelation",
  documentation: `Finds the shift that moves an image onto a reference, to a fraction of a pixel.

The peak of the circular cross-correlation F⁻¹(F(reference) · conj F(moving)), each term divided by its magnitude for normalization phase. With an
upsampleFactor u above 1 the correlation is then evaluated at 1/u px in ±¾ px around that peak, by matrix products (Guizar-Sicairos 2008). shift is in
pixels per axis, to be applied to moving, in (-n/2, n/2] of each axis. Of equal peaks the one without a shift counts, else the first, so that constant
images have the shift 0 (scikit-image gives the corner of the upsampled region). Any number of axes, any extents; an axis of extent 1 has shift 0.

error is √|1 - |peak|² / (Σ|F(reference)|² · Σ|F(moving)|²)|, with the sums divided by the number of pixels where u is 1, as scikit-image 0.19 has it:
meaningful for normalization none, and NaN where an image is all 0. phasediff is the peak's phase, near 0 for images that are alike. NaN
and infinities are refused, and so are images without pixels.`,
  category: "registration",
  tags: ["alignment", "translation", "drift", "subpixel"],
  synonyms: ["phase_cross_correlation", "register_translation", "image registration", "drift correction", "align", "phaseCorrelate", "stitching"],
  source: "skimage.registration.phase_cross_correlation 0.19; Guizar-Sicairos, Thurman and Fienup 2008",
  citations: [{ text: "Guizar-Sicairos M, Thurman S T, Fienup J R (2008). Efficient subpixel image registration algorithms. Opt. Lett. 33(2):156–158.", doi: "10.1364/OL.33.000156" }],
  inputs: {
    reference: { type: "array", ranks: imageRanks, description: "The image that stays." },
    moving: { type: "array", description: "The image to shift, of the same shape." },
  },
  parameters: {
    upsampleFactor: { type: "number", min: 1, max: 10_000, default: 1, description: "Precision of the shift: 1 / upsampleFactor px." },
    normalization: { type: "string", choices: ["phase", "none"], default: "phase", description: "Whether every frequency counts alike (phase), or by its strength: better for noisy images." },
  },
  outputs: {
    shift: { type: "list", unit: "px", description: "Shift along each axis that moves moving onto reference." },
    error: { type: "number", description: "Root mean square error between the images after the shift, normalised." },
    phasediff: { type: "number", unit: "rad", description: "Global phase difference, near 0 for images that are alike." },
  },
  main: "shift",
  check({ reference, moving }, { upsampleFactor }) {
    if (reference === undefined || moving === undefined) return true;
    if (reference.shape.join() !== moving.shape.join()) {
      return `must have two images of one shape, not [${reference.shape.join(", ")}] and [${moving.shape.join(", ")}]`;
    }
    if (sizeOf(reference.shape) === 0) return "must have a pixel";
    const positions = regionSize(upsampleFactor) ** reference.shape.length;
    return upsampleFactor === 1 || positions <= mostPositions || `must have an upsampleFactor with at most ${mostPositions} positions around the peak`;
  },
  cost: { latencyUs: 200, gbPerSec: 0.01 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-3 },
  examples: [{}, { upsampleFactor: 10 }, { upsampleFactor: 4, normalization: "none" }],
  golden: [{ op: "phase_cross_correlation", variant: "skimage", parameters: { normalization: { to: "normalization", values: { null: "none" } } } }],
  reference({ reference, moving }, { upsampleFactor, normalization }) {
    const { shape } = reference;
    const axes = [...shape.keys()];
    const [fixed, other] = [reference, moving].map((image) => spectrumOf(numbersOf(image), shape, axes)) as [Spectrum, Spectrum];
    const amplitude = powerOf(fixed) * powerOf(other);
    if (!Number.isFinite(amplitude)) {
      throw new InvalidArgumentError("phaseCrossCorrelation", "arguments", "must have images without NaN and infinities; nanToNum replaces them", amplitude);
    }
    const product = crossPower(fixed, other, normalization === "phase" ? 100 * precisionOf(reference, moving) : undefined);
    const correlation = upsampleFactor === 1 ? product : { re: product.re.slice(), im: product.im.slice() };
    invertAxes(correlation, shape, axes);
    const peak = peakOf(correlation, 0);
    const whole = indexOf(peak, shape).map((at, axis) => signedShift(at, shape[axis] as number));
    if (upsampleFactor === 1) return outcome(whole, shape, correlation, peak, amplitude / reference.size ** 2);
    return refined(whole, shape, product, upsampleFactor, amplitude);
  },
});

/** The peak among positions around a whole shift. */
function refined(whole: readonly number[], shape: Shape, product: Spectrum, factor: number, amplitude: number): Outcome {
  const size = regionSize(factor);
  const middle = Math.trunc(size / 2);
  const origins = whole.map((shift) => roundHalfEven(shift * factor) - middle);
  const correlation = upsampledRegion(product, shape, size, factor, origins);
  const peak = peakOf(correlation, shape.reduce((at) => at * size + middle, 0));
  const shift = indexOf(peak, shape.map(() => size)).map((at, axis) => (at + (origins[axis] as number)) / factor);
  return outcome(shift, shape, correlation, peak, amplitude);
}

/** Shifts by more than half of an axis are shifts the other way round it. */
function signedShift(at: number, extent: number): number {
  return at > extent >> 1 ? at - extent : at;
}

/** Positions along each axis, 1.5 px of them. */
function regionSize(factor: number): number {
  return Math.ceil(1.5 * factor);
}

/** The step from 1 to the next number of the float in which scikit-image computes. */
function precisionOf(...images: readonly NdArray[]): number {
  return images.every(({ dtype }) => dtype === "float32" || dtype === "float16") ? 2 ** -23 : 2 ** -52;
}

interface Outcome {
  readonly shift: readonly number[];
  readonly error: number;
  readonly phasediff: number;
}

function outcome(shift: readonly number[], shape: Shape, { re, im }: Spectrum, peak: number, amplitude: number): Outcome {
  const [x, y] = [re[peak] as number, im[peak] as number];
  return {
    shift: shift.map((value, axis) => (shape[axis] === 1 ? 0 : value)),
    error: Math.sqrt(Math.abs(1 - (x * x + y * y) / amplitude)),
    phasediff: Math.atan2(y, x),
  };
}
