import { defineFunction, NdArray } from "@openhcs/core";
import { bluestein1970 } from "../citations.js";
import { numbersOf } from "../neighborhood/elements.js";
import { checkExtents, planeAxes, planeRanks } from "./planes.js";
import { invertAxes } from "./spectrum.js";

/** The planes of which spectra are given: the inverse of fft2. */
export const ifft2 = defineFunction({
  name: "ifft2",
  documentation: `Gives the planes back of which spectra are given: the inverse discrete Fourier transform over the last two axes.

x[j, k] = Σ X[u, v] · exp(2πi (ju / ny + kv / nx)) / (ny · nx), in float64. Of the spectrum of a real image the imaginary parts are 0, up to rounding.
NaN and infinities make a whole plane NaN. Planes without pixels are refused.`,
  category: "fourier",
  tags: ["frequency", "transform", "complex"],
  synonyms: ["inverse Fourier transform", "IFFT", "inverse FFT", "irfft2"],
  source: "numpy.fft.ifft2 1.24; Bluestein 1970",
  citations: [bluestein1970],
  inputs: {
    re: { type: "array", ranks: planeRanks, description: "Real parts of the spectrum, frequency 0 at [0, 0]." },
    im: { type: "array", optional: true, ranks: planeRanks, description: "Imaginary parts, of the same shape; 0 where absent." },
  },
  parameters: {},
  outputs: {
    re: { type: "array", result: "float", description: "Real parts of the planes: the image, where the spectrum is one of an image." },
    im: { type: "array", result: "float", description: "Imaginary parts of the planes." },
  },
  main: "re",
  check({ re, im }) {
    if (re !== undefined && im !== undefined && re.shape.join() !== im.shape.join()) {
      return `must have "re" and "im" of one shape, not [${re.shape.join(", ")}] and [${im.shape.join(", ")}]`;
    }
    return checkExtents(re);
  },
  cost: { latencyUs: 100, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 1e-5, atol: 1e-5 },
  examples: [{}],
  reference(inputs) {
    const { shape, size } = inputs.re;
    const re = Float64Array.from(numbersOf(inputs.re));
    const im = inputs.im === undefined ? new Float64Array(size) : Float64Array.from(numbersOf(inputs.im));
    invertAxes({ re, im }, shape, planeAxes(shape));
    return { re: new NdArray({ data: re, shape }), im: new NdArray({ data: im, shape }) };
  },
});
