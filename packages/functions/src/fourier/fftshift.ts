import { defineFunction } from "@openhcs/core";
import { checkAxes } from "../reductions/lines.js";
import { shiftAxes, shiftedAxes } from "./shift-axes.js";

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
  parameters: { axis: shiftedAxes },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  check: checkAxes,
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  examples: [{}, { axis: -1 }, { axis: [0] }],
  reference: ({ image }, { axis }) => shiftAxes(image, axis, 1),
});
