import { defineFunction, NdArray } from "@openhcs/core";
import { sternberg1986 } from "../citations.js";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { erosion } from "./grey-morphology.js";
import { checkGrey, greyDtype, greyParameters } from "./grey-parameters.js";

/** The minimum over a footprint around every pixel. */
export const greyErosion = defineFunction({
  name: "greyErosion",
  documentation: `Grows dark structures by the footprint and shrinks bright ones.

The minimum over the footprint as it stands, whose centre is at ⌊size / 2⌋ along each axis. A footprint with fewer axes than the image acts
on the last ones, so that a disk on a stack goes plane by plane. Exact, in the image's dtype; a cval that it cannot hold is truncated and
taken modulo 2ⁿ.

Conventions: scipy has any border mode; skimage is reflect, and a cross where no footprint is given; an even footprint of a plane has its
centre at size / 2 − 1. cv2 ignores what lies outside and takes uint8, uint16, int16, float32 and float64 with footprints of planes. Where there is nothing but infinity it gives the last finite value beside
the border.

NaN spreads over the footprint. A constant image stays constant, except near a constant border. A footprint larger than the image reads the
continued border as often as it takes.`,
  category: "morphology",
  tags: ["morphology", "minimum", "rank"],
  synonyms: ["erosion", "erode", "gray erosion", "grey_erosion", "MORPH_ERODE"],
  source: "scipy.ndimage.grey_erosion 1.10; skimage.morphology.erosion 0.19; cv2.erode 4.6",
  citations: [sternberg1986],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: greyParameters,
  outputs: { image: { type: "array", result: "image", description: "The eroded image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.015 },
  tolerance: { kind: "exact" },
  examples: [
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 4 }, mode: "nearest" }, { footprint: { shape: "disk", radius: 12 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" }, { footprint: { shape: "cross", ndim: 2 }, mode: "constant", cval: 7 },
    { convention: "skimage" }, { convention: "skimage", footprint: { shape: "rect", size: [2, 4] } }, { convention: "cv2", footprint: { shape: "disk", radius: 4 } },
  ],
  golden: [
    {
      op: "grey_erosion", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost",
    },
    { op: "grey_erosion", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "grey_erosion", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check: ({ image }, parameters) => checkGrey(image, parameters),
  reference: ({ image }, parameters) => new NdArray({ data: erosion(image, parameters), shape: image.shape, dtype: greyDtype(image.dtype) }),
});
