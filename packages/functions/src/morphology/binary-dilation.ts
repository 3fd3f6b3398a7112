import { defineFunction, NdArray } from "@openhcs/core";
import { serra1982 } from "../citations.js";
import { imageRanks } from "../neighborhood/elements.js";
import { binaryMorphology } from "./binary-morphology.js";
import { binaryParameters, checkBinary } from "./binary-parameters.js";

/** A mask with what lies around its objects. */
export const binaryDilation = defineFunction({
  name: "binaryDilation",
  documentation: `Grows objects: adds the pixels that have foreground in their neighbourhood.

Every pixel of the foreground becomes a copy of the footprint, placed on it with its centre: pixels look for foreground in the mirrored one.
The centre of a footprint is at ⌊size / 2⌋ along each axis; one with fewer axes than the image acts on the last ones, so that a disk on a
stack goes plane by plane. Everything that is not zero is foreground, NaN too.

scipy: the border has borderValue, by default background, and steps may be repeated. skimage: once, with background beyond the border. With
borderValue 1 objects grow into the image from its border. A mask without foreground stays empty otherwise, a full one stays full.`,
  category: "morphology",
  tags: ["mask", "morphology", "grow"],
  synonyms: ["dilate", "binary_dilation", "grow objects"],
  source: "scipy.ndimage.binary_dilation 1.10; skimage.morphology.binary_dilation 0.19",
  citations: [serra1982],
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask: everything that is not zero is foreground." } },
  parameters: binaryParameters,
  outputs: { mask: { type: "array", result: "mask", description: "Of the image's shape." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.02 },
  tolerance: { kind: "exact" },
  examples: [
    {}, { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 4 }, borderValue: 1 }, { iterations: 3 }, { footprint: { shape: "full", ndim: 2 }, iterations: 5 },
    { footprint: { shape: "custom", data: [[0, 1, 1], [0, 1, 0], [0, 0, 0]] }, iterations: 2 }, { convention: "skimage" }, { convention: "skimage", footprint: { shape: "disk", radius: 2 } },
  ],
  golden: [
    {
      op: "binary_dilation", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "a footprint without members is refused, of which SciPy makes a mask that is all or nothing",
    },
    {
      op: "binary_dilation", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" },
      quirk: "a footprint without members is refused, of which scikit-image makes a mask that is all or nothing",
    },
  ],
  check: ({ image }, parameters) => checkBinary(image, parameters),
  reference: ({ image }, parameters) => new NdArray({ data: binaryMorphology(image, parameters, ["dilation"]), shape: image.shape, dtype: "bool" }),
});
