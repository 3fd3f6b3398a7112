import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { edgeDerivative, edgeStrength } from "./edge-filter.js";
import { checkEdges, edgeParameters } from "./edge-parameters.js";
import { anyDtypeStands } from "./out-dtype.js";

/** Edges by the operator of Sobel. */
export const sobel = defineFunction({
  name: "sobel",
  documentation: `Finds edges with the operator of Sobel.

The central difference f(i + 1) − f(i − 1) along one axis, smoothed with [1, 2, 1] along all others. Conventions: skimage divides the smoothing
by 4, scales integers to [0, 1] (signed [−1, 1]) and gives the magnitude √(Σ g² / axes) over all axes, of a single \`axis\` (or an image of one
axis) the difference with its sign; scipy gives the difference along \`axis\` with its sign, unscaled. Sums are float64. The result is float32
(float64 for 32-bit integers and float64); scipy's own for integers, which wrap modulo 2ⁿ, is \`outDtype\` same.

NaN and infinities spread to the neighbours, for skimage not to pixels that they have no weight for: a NaN's own magnitude is that of its
surroundings. A constant image gives 0, except near a constant border. Along an axis of extent 1 the difference is 0, except in mode constant. Axes of a
stack count like others; planes go with sliceBySlice.`,
  category: "filters",
  tags: ["edges", "gradient", "derivative"],
  synonyms: ["sobel filter", "edge detection", "gradient", "edges"],
  source: "skimage.filters.sobel 0.19; scipy.ndimage.sobel 1.10",
  citations: [{ text: "Sobel I, Feldman G (1968). A 3×3 isotropic gradient operator for image processing. Talk at the Stanford Artificial Intelligence Project." }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: edgeParameters,
  outputs: { image: { type: "array", result: "float", resultBy: { outDtype: anyDtypeStands }, description: "Magnitudes of 0 or more, or differences with their sign." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.03 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [
    {}, { mode: "mirror" }, { axis: 0, mode: "wrap" }, { axis: -1, mode: "constant", cval: 0.5 }, { convention: "scipy" }, { convention: "scipy", axis: 0, mode: "nearest" },
    { convention: "scipy", axis: 0, mode: "constant", cval: 10 },
  ],
  golden: [
    { op: "sobel", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "sobel", variant: "scipy", fixed: { convention: "scipy", outDtype: "same" } },
  ],
  check: ({ image }, parameters) => checkEdges(image, parameters),
  reference({ image }, { convention, axis, mode, cval, outDtype }) {
    if (convention === "scipy") return edgeDerivative(image, [1, 2, 1], axis ?? -1, { mode, cval }, outDtype);
    return edgeStrength(image, [0.25, 0.5, 0.25], axis, { mode, cval });
  },
});
