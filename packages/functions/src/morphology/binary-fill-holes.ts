import { defineFunction, NdArray } from "@openhcs/core";
import { foregroundOf } from "../labels/partition.js";
import { imageRanks } from "../neighborhood/elements.js";
import { checkFootprint, footprintParameter, mirrored } from "../neighborhood/footprint.js";
import { binaryFootprint, difference, inverted } from "./binary-morphology.js";
import { erodeMask } from "./erode-mask.js";
import { spread } from "./spread.js";

/** A mask with its holes filled. */
export const binaryFillHoles = defineFunction({
  name: "binaryFillHoles",
  documentation: `Fills the holes of objects: background that cannot be reached from beyond the border.

Background is reached from its neighbours and from beyond the border, by steps of the footprint: by default along the axes, so that a ring
of pixels that touch by corners alone has a hole; with {shape: "full", ndim} such a ring is open. A footprint with fewer axes than the image
acts on the last ones, so that {shape: "cross", ndim: 2} fills a stack plane by plane. Everything that is not zero is foreground, NaN too.

Background at the border never is a hole. A mask without foreground stays empty, a full one stays full.`,
  category: "morphology",
  tags: ["mask", "morphology", "holes", "cleaning"],
  synonyms: ["fill holes", "imfill", "binary_fill_holes", "fill_holes"],
  source: "scipy.ndimage.binary_fill_holes 1.10",
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask: everything that is not zero is foreground." } },
  parameters: {
    footprint: { ...footprintParameter, optional: true, description: `${footprintParameter.description} Default: the cross of the image's rank.` },
  },
  outputs: { mask: { type: "array", result: "mask", description: "Of the image's shape." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.02 },
  tolerance: { kind: "exact" },
  examples: [{}, { footprint: { shape: "full", ndim: 2 } }, { footprint: { shape: "custom", data: [[0, 1], [1, 1]] } }],
  golden: [{ op: "fill_holes", variant: "scipy" }],
  check: ({ image }, { footprint }) => footprint === undefined || checkFootprint(footprint, image?.shape.length ?? 1),
  reference({ image }, { footprint: description }) {
    const { shape } = image;
    const footprint = binaryFootprint(description, image.rank);
    const background = inverted(foregroundOf(image));
    const enclosed = erodeMask(new Uint8Array(image.size).fill(1), shape, mirrored(footprint), 0);
    const open = difference(background, enclosed);
    const holes = spread(difference(background, open), open, shape, footprint, Infinity);
    const data = foregroundOf(image);
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) | (holes[i] as number);
    return new NdArray({ data, shape, dtype: "bool" });
  },
});
