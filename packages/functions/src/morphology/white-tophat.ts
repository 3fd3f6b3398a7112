import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { greyDifference } from "./grey-difference.js";
import { opening } from "./grey-morphology.js";
import { checkGrey, greyParameters } from "./grey-parameters.js";

/** What an opening removes from an image: bright structures smaller than the footprint. */
export const whiteTophat = defineFunction({
  name: "whiteTophat",
  documentation: `Keeps bright structures into which the footprint does not fit, and removes the background.

The image minus its opening, which is the erosion (minimum over the footprint) followed by the dilation (maximum over the mirrored
footprint). Exact, in the image's dtype. Where the opening exceeds the image, as it can at a border, integers are taken modulo 2ⁿ.

Conventions: scipy has any border mode; skimage is the same with reflect and a cross for footprint where none is given; cv2 ignores what
lies outside, does not mirror the footprint, saturates negative differences, and takes uint8, uint16, int16, float32 and float64 with
footprints of planes. A footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane.

NaN spreads over the footprint, twice. A constant image gives 0. A footprint larger than the image reads the continued border.`,
  category: "morphology",
  tags: ["background", "morphology", "opening", "tophat"],
  synonyms: ["top hat", "background subtraction", "white_tophat", "MORPH_TOPHAT"],
  source: "scipy.ndimage.white_tophat 1.10; skimage.morphology.white_tophat 0.19; cv2.morphologyEx 4.6",
  citations: [{ text: "Meyer F (1979). Iterative image transformations for an automatic screening of cervical smears. J. Histochem. Cytochem. 27(1):128–135.", doi: "10.1177/27.1.438499" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes from one on.", ranks: imageRanks } },
  parameters: greyParameters,
  outputs: { image: { type: "array", result: "image", description: "Image minus opening." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.011 },
  tolerance: { kind: "exact" },
  examples: [
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 5 }, mode: "nearest" }, { footprint: { shape: "disk", radius: 12 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" }, { footprint: { shape: "cross", ndim: 2 }, mode: "constant", cval: 7 },
    { convention: "cv2", footprint: { shape: "disk", radius: 4 } },
  ],
  golden: [
    {
      op: "white_tophat", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost",
    },
    { op: "white_tophat", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "white_tophat", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check: ({ image }, parameters) => checkGrey(image, parameters),
  reference({ image }, parameters) {
    const { convention } = parameters;
    const opened = opening(image, convention === "skimage" ? { ...parameters, convention: "scipy", footprint: parameters.footprint ?? { shape: "cross", ndim: image.rank } } : parameters);
    return greyDifference(image, numbersOf(image).slice(), opened, convention);
  },
});
