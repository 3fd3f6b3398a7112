import { defineFunction, NdArray } from "@openhcs/core";
import { bluestein1970 } from "../citations.js";
import { numbersOf } from "../neighborhood/elements.js";
import { checkExtents, planeAxes, planeRanks } from "./planes.js";
import { spectrumOf } from "./spectrum.js";

/** The Fourier transform of every plane. */
export const fft2 = defineFunction({
  name: "fft2",
  documentation: `Transforms every plane into its spatial frequencies: the discrete Fourier transform over the last two axes.

X[u, v] = Σ x[j, k] · exp(-2πi (ju / ny + kv / nx)), without normalisation, in float64; the frequency 0 is at [0, 0], negative ones in the second half of
each axis, which fftshift brings to the middle. Any size, also a prime one, takes n · log n steps. ifft2 undoes it.

NaN and infinities make a plane's whole spectrum NaN. Planes without pixels are refused. A constant plane has its sum at [0, 0] and 0, up to rounding, elsewhere.`,
  category: "fourier",
  tags: ["frequency", "transform", "complex"],
  synonyms: ["Fourier transform", "FFT", "DFT", "spectrum", "rfft2"],
  source: "numpy.fft.fft2 1.24; Bluestein 1970",
  citations: [bluestein1970],
  inputs: { image: { type: "array", ranks: planeRanks, description: "Planes; axes before the last two are those of a stack." } },
  parameters: {},
  outputs: {
    re: { type: "array", result: "float", description: "Real parts, of the image's shape." },
    im: { type: "array", result: "float", description: "Imaginary parts, of the image's shape." },
  },
  main: "re",
  check: ({ image }) => checkExtents(image),
  cost: { latencyUs: 100, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 1e-5, atol: 1e-3 },
  examples: [{}],
  golden: [{ op: "fft2", variant: "numpy" }],
  reference({ image }) {
    const { shape } = image;
    const { re, im } = spectrumOf(numbersOf(image), shape, planeAxes(shape));
    return { re: new NdArray({ data: re, shape }), im: new NdArray({ data: im, shape }) };
  },
});
