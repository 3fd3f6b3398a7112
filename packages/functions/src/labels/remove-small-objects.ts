import { defineFunction, NdArray } from "@openhcs/core";
import { imageRanks } from "../neighborhood/elements.js";
import { connectedComponents } from "./connected-components.js";
import { checkConnectivity } from "./connectivity.js";
import { foregroundOf } from "./partition.js";

/** A mask without the components that are too small. */
export const removeSmallObjects = defineFunction({
  name: "removeSmallObjects",
  documentation: `Removes connected components of fewer pixels than minSize from a mask.

Everything that is not zero is foreground, NaN too; components are those of label with convention scipy. Holes count as background. A mask without
objects stays empty. For label images, whose objects may touch: removeSmallLabels.`,
  category: "labels",
  tags: ["mask", "objects", "cleaning", "size filter"],
  synonyms: ["remove_small_objects", "bwareaopen", "area opening", "despeckle", "filter by area"],
  source: "skimage.morphology.remove_small_objects on a boolean image",
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask: everything that is not zero is foreground." } },
  parameters: {
    minSize: { type: "integer", min: 0, default: 64, unit: "px", description: "Smallest component that stays." },
    connectivity: { type: "integer", min: 1, max: 8, default: 1, description: "Axes in which neighbours may differ, at most the rank." },
  },
  outputs: { mask: { type: "array", result: "mask", description: "Of the image's shape." } },
  check: ({ image }, { connectivity }) => checkConnectivity(image, connectivity) ?? true,
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.02 },
  tolerance: { kind: "exact" },
  examples: [{ minSize: 4 }, { minSize: 9, connectivity: 2 }, { minSize: 0 }],
  golden: [{ op: "remove_small_objects", variant: "skimage" }],
  reference: ({ image }, { minSize, connectivity }) => {
    const { labels, count } = connectedComponents(foregroundOf(image), image.shape, connectivity);
    const sizes = new Float64Array(count + 1);
    for (const label of labels) (sizes[label] as number)++;
    const data = new Uint8Array(labels.length);
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as number;
      data[i] = label > 0 && (sizes[label] as number) >= minSize ? 1 : 0;
    }
    return new NdArray({ data, shape: image.shape, dtype: "bool" });
  },
});
