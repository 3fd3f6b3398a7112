import { allocate, defineFunction, NdArray, normalizeAxis } from "@openhcs/core";
import { checkAxes } from "../reductions/lines.js";
import { axis } from "../reductions/reduction.js";
import { roll, toMiddle } from "./roll.js";

/** An image rolled so that the element 0 of axes comes to their middle. */
export const fftshift = defineFunction({
  name: "fftshift",
  documentation: `Brings the element 0 of axes to their middle, as for the frequency 0 of a spectrum.

Rolls each axis by ⌊n / 2⌋. ifftshift undoes it; they differ where n is odd. Values and dtype stay.`,
  category: "fourier",
  tags: ["frequency", "layout"],
  synonyms: ["center spectrum", "swap quadrants", "shift zero frequency"],
  source: "numpy.fft.fftshift",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: { axis: { ...axis, description: "Axes to roll, one or a list; negative ones count from the end. Default: all." } },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  check: checkAxes,
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  examples: [{}, { axis: -1 }, { axis: [0] }],
  reference({ image }, parameters) {
    const { shape, rank, dtype } = image;
    const axes = parameters.axis === undefined ? [...shape.keys()] : [parameters.axis].flat().map((at) => normalizeAxis(at, rank));
    const data = allocate(dtype, image.size);
    roll(image.data.subarray(image.offset) as Uint8Array, data as Uint8Array, shape, toMiddle(shape, axes).map((shift) => shift));
    return new NdArray({ data, shape, dtype });
  },
});
