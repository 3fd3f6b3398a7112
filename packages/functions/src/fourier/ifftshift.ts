import { defineFunction } from "@openhcs/core";
import { checkAxes } from "../reductions/lines.js";
import { shiftAxes, shiftedAxes } from "./shift-axes.js";

/** An image rolled so that the middle of axes comes to their element 0. */
export const ifftshift = defineFunction({
  name: "ifftshift",
  documentation: `Brings the middle of axes to their element 0: undoes fftshift.

Rolls each axis by -⌊n / 2⌋. Values and dtype stay.`,
  category: "fourier",
  tags: ["frequency", "layout"],
  synonyms: ["undo fftshift", "inverse fftshift", "swap quadrants back"],
  source: "numpy.fft.ifftshift",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: { axis: shiftedAxes },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  check: checkAxes,
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  examples: [{}, { axis: -1 }, { axis: [0] }],
  reference: ({ image }, { axis }) => shiftAxes(image, axis, -1),
});
