import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { correlate1d } from "../neighborhood/correlate-1d.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { anyDtypeStands, arrayOf, checkSigned, keptElements, signedOutDtypes } from "./out-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";
import { unitRangeOf } from "./unit-range.js";

/** Weights of the second difference. */
export const secondDifference = Float64Array.of(1, -2, 1);

/** The sum of the second differences along all axes. */
export const laplace = defineFunction({
  name: "laplace",
  documentation: `Sums the second differences of an image along all its axes, which marks edges and spots.

Along each axis f(i − 1) − 2 f(i) + f(i + 1). Conventions: scipy keeps this sign, bright spots become negative, and has any border mode; skimage
has the opposite sign, scales integers to [0, 1] (signed [−1, 1]) first, and its border is reflect. Sums are float64. The result is
float32 (float64 for 32-bit integers and float64); scipy's own for integers, which wrap modulo 2ⁿ, is \`outDtype\` same.

NaN spreads to the neighbours along the axes, and infinities, as NaN where they meet. A constant image gives 0, except near a constant border.
Along an axis of extent 1 the differences are 0, except in mode constant. No smoothing: noise grows; see \`gaussianLaplace\`.`,
  category: "filters",
  tags: ["edges", "derivative", "linear", "sharpening"],
  synonyms: ["laplacian", "second derivative", "edge detection", "Laplacian", "focus measure"],
  source: "scipy.ndimage.laplace 1.10; skimage.filters.laplace 0.19",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "skimage"], default: "scipy", description: "Whose definition is followed." },
    mode: { type: "string", choices: boundaryModes, default: "reflect", when: { convention: "scipy" }, description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, when: { convention: "scipy" }, description: "Value beyond the border in mode constant." },
    outDtype: {
      type: "string", choices: signedOutDtypes, optional: true, when: { convention: "scipy" },
      description: "Dtype of the differences and of the result, same being the image's; integers wrap. Default: float32 or float64.",
    },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { outDtype: anyDtypeStands }, description: "The sum of the second differences." } },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.07 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [{}, { mode: "nearest" }, { mode: "mirror" }, { mode: "wrap" }, { mode: "constant", cval: 10 }, { convention: "skimage" }],
  golden: [
    { op: "laplace", variant: "scipy", fixed: { convention: "scipy", outDtype: "same" } },
    { op: "laplace", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
  ],
  check: ({ image }, { outDtype }) => checkSigned(image?.dtype, outDtype),
  reference({ image }, { convention, mode = "reflect", cval = 0, outDtype }) {
    const inUnitRange = convention === "skimage";
    const source = inUnitRange ? unitRangeOf(image) : numbersOf(image);
    const allocate = () => (inUnitRange ? new Float64Array(image.size) : keptElements(image, outDtype));
    const sum = sumOverAxes(image.rank, allocate, (axis, target) => correlate1d(source, target, image.shape, axis, secondDifference, { mode, cval }));
    if (!inUnitRange) return arrayOf(sum, image, outDtype);
    const kept = keptElements(image, undefined);
    for (let i = 0; i < kept.length; i++) kept[i] = 0 - (sum[i] as number);
    return arrayOf(kept, image, undefined);
  },
});
