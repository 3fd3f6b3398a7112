import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { footprintParameter } from "../neighborhood/footprint.js";
import { greyDifference } from "./grey-difference.js";
import { dilation, erosion } from "./grey-morphology.js";
import { checkGrey, greyParameters } from "./grey-parameters.js";

/** How much an image rises within a footprint: bright where edges are. */
export const morphologicalGradient = defineFunction({
  name: "morphologicalGradient",
  documentation: `Marks edges by the difference between the largest and the smallest neighbour.

The dilation minus the erosion, as greyDilation and greyErosion compute them, scipy's over the mirrored and the unmirrored footprint. Exact,
in the image's dtype. Where scipy's difference is negative, as it can be with an asymmetric footprint, integers are taken modulo 2ⁿ. A
footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane. Of a mask it is the edge as a
mask.

Conventions: scipy has any border mode; cv2 ignores what lies outside, does not mirror the footprint, and takes uint8, uint16, int16,
float32 and float64 with footprints of planes.

NaN spreads over the footprint. A constant image gives 0, except near a constant border. A footprint larger than the image reads the
continued border as often as it takes.`,
  category: "morphology",
  tags: ["edges", "morphology", "contrast"],
  synonyms: ["edge strength", "Beucher gradient", "morphological_gradient", "MORPH_GRADIENT"],
  source: "scipy.ndimage.morphological_gradient 1.10; cv2.morphologyEx 4.6; Rivest, Soille and Beucher 1993",
  citations: [{ text: "Rivest J F, Soille P, Beucher S (1993). Morphological gradients. J. Electron. Imaging 2(4):326–336.", doi: "10.1117/12.159642" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    ...greyParameters,
    convention: { ...greyParameters.convention, choices: ["scipy", "cv2"] },
    footprint: footprintParameter,
  },
  outputs: { image: { type: "array", result: "image", description: "Dilation minus erosion." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.011 },
  tolerance: { kind: "exact" },
  examples: [
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 4 }, mode: "nearest" }, { footprint: { shape: "disk", radius: 12 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" }, { footprint: { shape: "cross", ndim: 2 }, mode: "constant", cval: 7 },
    { convention: "cv2", footprint: { shape: "disk", radius: 4 } },
  ],
  golden: [
    {
      op: "morphological_gradient", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost",
    },
    { op: "morphological_gradient", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check: ({ image }, parameters) => checkGrey(image, parameters),
  reference({ image }, parameters) {
    return greyDifference(image, dilation(image, parameters), erosion(image, parameters), parameters.convention);
  },
});
