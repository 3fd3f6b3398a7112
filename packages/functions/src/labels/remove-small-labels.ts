import { defineFunction, NdArray } from "@openhcs/core";
import { labelDtypes } from "./label-dtypes.js";

/** A label image without the objects that are too small. */
export const removeSmallLabels = defineFunction({
  name: "removeSmallLabels",
  documentation: `Removes objects of fewer pixels than minSize from a label image.

An object is all pixels of one label, connected or not; the others keep their labels. 0 is background. For masks: removeSmallObjects.`,
  category: "labels",
  tags: ["labels", "objects", "cleaning", "size filter"],
  synonyms: ["remove_small_objects", "exclude small labels", "filter by area"],
  source: "skimage.morphology.remove_small_objects on an integer image",
  inputs: { labels: { type: "array", dtypes: labelDtypes, description: "0 is background." } },
  parameters: {
    minSize: { type: "integer", min: 0, default: 64, unit: "px", description: "Smallest object that stays." },
  },
  outputs: { labels: { type: "array", result: "labels", description: "Of the same shape." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.1 },
  tolerance: { kind: "exact" },
  examples: [{ minSize: 4 }, { minSize: 0 }],
  reference: ({ labels }, { minSize }) => {
    const source = labels.data as ArrayLike<number | bigint>;
    const sizes = new Map<number | bigint, number>();
    for (let i = 0; i < source.length; i++) sizes.set(source[i] as number, (sizes.get(source[i] as number) ?? 0) + 1);
    const data = labels.data.slice() as { [position: number]: number | bigint };
    const background = typeof source[0] === "bigint" ? 0n : 0;
    for (let i = 0; i < source.length; i++) {
      if ((sizes.get(source[i] as number) as number) < minSize) data[i] = background;
    }
    return new NdArray({ data: data as never, shape: labels.shape, dtype: labels.dtype });
  },
});
