import { defineFunction, NdArray } from "@openhcs/core";
import { imageRanks } from "../neighborhood/elements.js";
import { connectedComponents } from "./connected-components.js";
import { checkConnectivity } from "./connectivity.js";
import { foregroundOf } from "./partition.js";

/** A mask with the components of its background filled that are too small. */
export const removeSmallHoles = defineFunction({
  name: "removeSmallHoles",
  documentation: `Fills connected components of fewer pixels than areaThreshold in the background of a mask.

Everything that is not zero is foreground, NaN too. Background at the border counts like any other: small corners are filled. connectivity
is that of the background. A mask without foreground stays empty, unless it is smaller than areaThreshold itself. To fill what is enclosed,
of any size: binaryFillHoles.`,
  category: "labels",
  tags: ["mask", "holes", "cleaning", "size filter"],
  synonyms: ["remove_small_holes", "fill small holes", "area closing", "bwareaopen of the background"],
  source: "skimage.morphology.remove_small_holes 0.19 on a boolean image",
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask: everything that is not zero is foreground." } },
  parameters: {
    areaThreshold: { type: "number", min: 0, default: 64, unit: "px", description: "Smallest component of the background that stays." },
    connectivity: { type: "integer", min: 1, max: 8, default: 1, description: "Axes in which neighbours in the background may differ, at most the rank." },
  },
  outputs: { mask: { type: "array", result: "mask", description: "Of the image's shape." } },
  check: ({ image }, { connectivity }) => checkConnectivity(image, connectivity) ?? true,
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.02 },
  tolerance: { kind: "exact" },
  examples: [{ areaThreshold: 4 }, { areaThreshold: 9, connectivity: 2 }, { areaThreshold: 0 }],
  golden: [{ op: "remove_small_holes", variant: "skimage", options: { planewise: "sliceBySlice" } }],
  reference: ({ image }, { areaThreshold, connectivity }) => {
    const background = foregroundOf(image).map((value) => 1 - value);
    const { labels, count } = connectedComponents(background, image.shape, connectivity);
    const sizes = new Float64Array(count + 1);
    for (const label of labels) (sizes[label] as number)++;
    const data = new Uint8Array(labels.length);
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as number;
      data[i] = label > 0 && (sizes[label] as number) >= areaThreshold ? 0 : 1;
    }
    return new NdArray({ data, shape: image.shape, dtype: "bool" });
  },
});
