import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { edgeStrength } from "./edge-filter.js";
import { checkEdges, magnitudeParameters } from "./edge-parameters.js";

/** Edges by the operator of Scharr. */
export const scharr = defineFunction({
  name: "scharr",
  documentation: `Finds edges with the operator of Scharr.

The central difference f(i + 1) − f(i − 1) along one axis, smoothed with [3, 10, 3] / 16 along all others, whose directions are truer than Sobel's.
Integers are first scaled to [0, 1] (signed [−1, 1]). The magnitude is √(Σ g² / axes) over all axes; a single \`axis\` (or an image of one axis) gives
the difference with its sign. Sums are float64, the result float32 (float64 for 32-bit integers and float64).

NaN and infinities spread to the neighbours, not to pixels that they have no weight for: a NaN's own magnitude is that of its surroundings. A
constant image gives 0, except near a constant border. Along an axis of extent 1 the difference is 0, except in mode constant. Axes of a stack count like
others; planes go with sliceBySlice.`,
  category: "filters",
  tags: ["edges", "gradient", "derivative"],
  synonyms: ["scharr filter", "edge detection", "gradient", "edges"],
  source: "skimage.filters.scharr 0.19; Jähne, Scharr and Körkel 1999",
  citations: [{ text: "Jähne B, Scharr H, Körkel S (1999). Principles of filter design. In: Jähne B, Haußecker H, Geißler P (eds.) Handbook of Computer Vision and Applications, vol. 2. Academic Press, San Diego." }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: magnitudeParameters,
  outputs: { image: { type: "array", result: "float", description: "Magnitudes of 0 or more, or differences with their sign." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.03 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [{}, { mode: "mirror" }, { axis: 0, mode: "wrap" }, { axis: -1, mode: "constant", cval: 0.5 }, { mode: "nearest" }],
  golden: [{ op: "scharr", variant: "skimage", options: { planewise: "sliceBySlice" } }],
  check: ({ image }, parameters) => checkEdges(image, parameters),
  reference: ({ image }, { axis, mode, cval }) => edgeStrength(image, [3 / 16, 10 / 16, 3 / 16], axis, { mode, cval }),
});
