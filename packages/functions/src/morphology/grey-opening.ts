import { defineFunction, NdArray } from "@openhcs/core";
import { sternberg1986 } from "../citations.js";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { opening } from "./grey-morphology.js";
import { checkGrey, greyDtype, greyParameters } from "./grey-parameters.js";

/** The dilation of an image's erosion. */
export const greyOpening = defineFunction({
  name: "greyOpening",
  documentation: `Removes bright structures into which the footprint does not fit, and keeps the shape of the others.

The dilation of the erosion, as greyErosion and greyDilation compute them. A footprint with fewer axes than the image acts on the last ones,
so that a disk on a stack goes plane by plane. Exact, in the image's dtype; a cval that it cannot hold is truncated and taken modulo 2ⁿ.

Conventions: scipy has any border mode, also between the steps; skimage is reflect, without mirroring the footprint, and a cross where none
is given; an even footprint leans to one side in the first step and to the other in the second, on an image that goes on with its nearest
pixels. cv2 does not mirror either, ignores what lies outside and takes uint8, uint16, int16, float32 and float64 with footprints of planes.
Where the footprint is not mirrored, an asymmetric one moves the image.

NaN spreads over the footprint, twice. A constant image stays constant, except near a constant border. A footprint larger than the image
reads the continued border as often as it takes.`,
  category: "morphology",
  tags: ["morphology", "background", "smoothing"],
  synonyms: ["opening", "gray opening", "grey_opening", "MORPH_OPEN"],
  source: "scipy.ndimage.grey_opening 1.10; skimage.morphology.opening 0.19; cv2.morphologyEx 4.6",
  citations: [sternberg1986],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: greyParameters,
  outputs: { image: { type: "array", result: "image", description: "The opened image." } },
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
      op: "grey_opening", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost",
    },
    { op: "grey_opening", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "grey_opening", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check: ({ image }, parameters) => checkGrey(image, parameters),
  reference: ({ image }, parameters) => new NdArray({ data: opening(image, parameters), shape: image.shape, dtype: greyDtype(image.dtype) }),
});
