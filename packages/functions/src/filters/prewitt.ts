import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { edgeDerivative, edgeStrength } from "./edge-filter.js";
import { checkEdges, edgeParameters } from "./edge-parameters.js";
import { anyDtypeStands } from "./out-dtype.js";

/** Edges by the operator of Prewitt. */
export const prewitt = defineFunction({
  name: "prewitt",
  documentation: `Finds edges with the operator of Prewitt.

The central difference f(i + 1) − f(i − 1) along one axis, smoothed with [1, 1, 1] along all others. Conventions: skimage divides the smoothing
by 3, scales integers to [0, 1] (signed [−1, 1]) and gives the magnitude √(Σ g² / axes) over all axes, of a single \`axis\` (or an image of one
axis) the difference with its sign; scipy gives the difference along \`axis\` with its sign, unscaled. Sums are float64. The result is float32
(float64 for 32-bit integers and float64); scipy's own for integers, which wrap modulo 2ⁿ, is \`outDtype\` same.

NaN and infinities spread to the neighbours, for skimage not to pixels that they have no weight for: a NaN's own magnitude is that of its
surroundings. A constant image gives 0, except near a constant border. Along an axis of extent 1 the difference is 0, except in mode constant. Axes of a
stack count like others; planes go with sliceBySlice.`,
  category: "filters",
  tags: ["edges", "gradient", "derivative"],
  synonyms: ["prewitt filter", "edge detection", "gradient", "edges"],
  source: "skimage.filters.prewitt 0.19; scipy.ndimage.prewitt 1.10; Prewitt 1970",
  citations: [{ text: "Prewitt J M S (1970). Object enhancement and extraction. In: Lipkin B S, Rosenfeld A (eds.) Picture Processing and Psychopictorics. Academic Press, New York, 75–149." }],
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
    { op: "prewitt", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "prewitt", variant: "scipy", fixed: { convention: "scipy", outDtype: "same" } },
  ],
  check: ({ image }, parameters) => checkEdges(image, parameters),
  reference({ image }, { convention, axis, mode, cval, outDtype }) {
    if (convention === "scipy") return edgeDerivative(image, [1, 1, 1], axis ?? -1, { mode, cval }, outDtype);
    return edgeStrength(image, [1 / 3, 1 / 3, 1 / 3], axis, { mode, cval });
  },
});
