import { defineFunction, NdArray } from "@openhcs/core";
import { rollElements } from "../geometry/roll-elements.js";
import { numbersOf } from "../neighborhood/elements.js";
import { checkExtents, planeAxes, planeRanks } from "./planes.js";
import { toMiddle } from "./shift-axes.js";
import { spectrumOf } from "./spectrum.js";

/** How strong each spatial frequency is in every plane. */
export const fft2Magnitude = defineFunction({
  name: "fft2Magnitude",
  documentation: `Gives the strength of each spatial frequency in every plane: the magnitude of its Fourier transform.

|X[u, v]| of fft2, in float64, without normalisation. With shift the frequency 0 is in the middle, at ⌊n / 2⌋ of each axis, as one looks at spectra. NaN
and infinities make a plane's whole spectrum NaN. Planes without pixels are refused.`,
  category: "fourier",
  tags: ["frequency", "transform"],
  synonyms: ["amplitude spectrum", "magnitude spectrum", "power spectrum", "abs fft", "FFT display"],
  source: "numpy.abs(numpy.fft.fft2) 1.24",
  inputs: { image: { type: "array", ranks: planeRanks, description: "Planes; axes before the last two are those of a stack." } },
  parameters: { shift: { type: "boolean", default: false, description: "Frequency 0 in the middle rather than at [0, 0]." } },
  outputs: { image: { type: "array", result: "float", description: "Magnitudes, of the image's shape." } },
  check: ({ image }) => checkExtents(image),
  cost: { latencyUs: 100, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 1e-5, atol: 1e-3 },
  examples: [{}, { shift: true }],
  golden: [{ op: "fft2_magnitude", variant: "numpy" }],
  reference({ image }, { shift }) {
    const { shape } = image;
    const axes = planeAxes(shape);
    const { re, im } = spectrumOf(numbersOf(image), shape, axes);
    for (let i = 0; i < re.length; i++) re[i] = Math.hypot(re[i] as number, im[i] as number);
    if (!shift) return new NdArray({ data: re, shape });
    rollElements(re, im, shape, toMiddle(shape, axes));
    return new NdArray({ data: im, shape });
  },
});
