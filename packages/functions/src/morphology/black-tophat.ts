import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { greyDifference } from "./grey-difference.js";
import { closing } from "./grey-morphology.js";
import { checkGrey, greyParameters } from "./grey-parameters.js";

/** What a closing adds to an image: dark structures smaller than the footprint. */
export const blackTophat = defineFunction({
  name: "blackTophat",
  documentation: `Keeps dark structures into which the footprint does not fit, as bright ones on 0.

The closing of the image minus the image, by greyClosing's conventions. Exact, in the image's dtype. Where the image exceeds the closing, as
it can at a border and where the footprint is not mirrored, integers are taken modulo 2ⁿ, for cv2 they saturate at 0. A footprint with fewer
axes than the image acts on the last ones, so that a disk on a stack goes plane by plane.

NaN spreads over the footprint, twice. A constant image gives 0, except near a constant border. A footprint larger than the image reads the
continued border as often as it takes.`,
  category: "morphology",
  tags: ["background", "morphology", "closing", "tophat"],
  synonyms: ["bottom hat", "bothat", "black_tophat", "MORPH_BLACKHAT"],
  source: "scipy.ndimage.black_tophat 1.10; skimage.morphology.black_tophat 0.19; cv2.morphologyEx 4.6",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: greyParameters,
  outputs: { image: { type: "array", result: "image", description: "Closing minus image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.011 },
  tolerance: { kind: "exact" },
  examples: [
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 4 }, mode: "nearest" }, { footprint: { shape: "disk", radius: 12 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" }, { footprint: { shape: "cross", ndim: 2 }, mode: "constant", cval: 7 },
    { convention: "skimage" }, { convention: "skimage", footprint: { shape: "rect", size: [2, 4] } }, { convention: "cv2", footprint: { shape: "disk", radius: 4 } },
  ],
  golden: [
    {
      op: "black_tophat", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost",
    },
    { op: "black_tophat", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "black_tophat", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check: ({ image }, parameters) => checkGrey(image, parameters),
  reference({ image }, parameters) {
    return greyDifference(image, closing(image, parameters), numbersOf(image), parameters.convention);
  },
});
