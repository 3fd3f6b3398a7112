import { allocate, defineFunction, NdArray, normalizeAxis } from "@openhcs/core";
import { checkAxes } from "../reductions/lines.js";
import { axis } from "../reductions/reduction.js";
import { roll, toMiddle } from "./roll.js";

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
    roll(image.data.subarray(image.offset) as Uint8Array, data as Uint8Array, shape, toMiddle(shape, axes).map((shift) => -shift));
    return new NdArray({ data, shape, dtype });
  },
});
