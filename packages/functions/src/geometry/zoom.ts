import { defineFunction, roundHalfEven, type Shape } from "@openhcs/core";
import { unser1991 } from "../citations.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { interpolated } from "./interpolated.js";
import { interpolationDocumentation, interpolationParameters } from "./interpolation-parameters.js";
import { checkOutputShape } from "./output-shape.js";
import { zoomed } from "./zoomed.js";

/** An image magnified or reduced by a factor along each axis. */
export const zoom = defineFunction({
  name: "zoom",
  documentation: `Magnifies or reduces an image by a factor along each axis, with splines.

The result's extents are round(extent · zoom), halves to even. With gridMode the borders of the images fall on each other: element i reads
at (i + ½) · in / out − ½. Without it the centres of the outermost pixels do: i · (in − 1) / (out − 1). Nothing is smoothed: to
reduce an image without aliasing see \`resize\`.

${interpolationDocumentation}`,
  category: "geometry",
  tags: ["resampling", "interpolation", "spline", "scaling"],
  synonyms: ["scale", "magnify", "rescale", "resample", "ndimage.zoom"],
  source: "scipy.ndimage.zoom 1.10",
  citations: [unser1991],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    zoom: { type: "number", perAxis: true, min: 0, exclusiveMin: true, max: 65536, description: "Factor, one for all axes or one per axis." },
    ...interpolationParameters,
    gridMode: { type: "boolean", default: false, description: "Whether the borders of the pixels are aligned, not the centres of the outermost ones." },
  },
  outputs: { image: { type: "array", result: "image", description: "The image in its new extents." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { zoom: 2, order: 1, mode: "nearest" }, { zoom: 0.5, order: 0 }, { zoom: 1.3 }, { zoom: 1.7, mode: "grid-wrap", gridMode: true },
    { zoom: 0.7, order: 2, mode: "reflect", gridMode: true },
  ],
  golden: [{
    op: "zoom", variant: "scipy", options: { planewise: "sliceBySlice" },
    quirk: "SciPy sums all axes at once, so that the last bit decides where an integer result is rounded at a half",
  }],
  check: ({ image }, parameters) => image === undefined || checkOutputShape(zoomedShape(image.shape, parameters.zoom)),
  outputShape: ({ image }, parameters) => (image === undefined ? [] : zoomedShape(image.shape, parameters.zoom)),
  reference({ image }, { zoom: factors, gridMode, order, mode, cval }) {
    const shape = zoomedShape(image.shape, factors);
    return interpolated(zoomed(numbersOf(image), image.shape, shape, { order, mode, cval }, gridMode), shape, image.dtype);
  },
});

/** Extents of the result. */
export function zoomedShape(shape: Shape, factors: number | readonly number[]): Shape {
  const each = perAxis(factors, shape.length);
  return shape.map((extent, axis) => roundHalfEven(extent * (each[axis] as number)));
}
