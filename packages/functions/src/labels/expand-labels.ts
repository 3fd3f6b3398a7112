import { defineFunction, NdArray, type TypedArray } from "@openhcs/core";
import { imageRanks } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { nearestBackground } from "../segmentation/nearest-background.js";
import { labelDtypes } from "./label-dtypes.js";
import { foregroundOf } from "./partition.js";

/** Objects grown into the background, without touching those of others. */
export const expandLabels = defineFunction({
  name: "expandLabels",
  documentation: `Grows the objects of a label image into the background, without overlaps.

Every background pixel that is at most distance away from an object gets the label of the nearest one, by Euclidean distance from pixel to
pixel. Of equally near objects the one that comes first along the last axis wins, then along the axis before. Objects keep their own pixels; 0 is
background. An image without objects stays empty; a distance of 0 changes nothing.`,
  category: "labels",
  tags: ["labels", "objects", "growing", "dilation"],
  synonyms: ["expand_labels", "dilate labels", "identify secondary objects", "distance-N", "grow regions", "cell ring", "cytoplasm"],
  source: "skimage.segmentation.expand_labels 0.19",
  inputs: { labels: { type: "array", dtypes: labelDtypes, ranks: imageRanks, description: "0 is background." } },
  parameters: {
    distance: { type: "number", min: 0, default: 1, unit: "px", description: "How far objects grow, in units of spacing." },
    spacing: { type: "number", perAxis: true, min: 0, exclusiveMin: true, default: 1, description: "Distance between neighbouring pixels, one for all axes or one per axis." },
  },
  outputs: { labels: { type: "array", result: "labels", description: "Of the same shape, with the same labels." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.02 },
  tolerance: { kind: "labels" },
  examples: [{}, { distance: 2.5 }, { distance: 4, spacing: 2 }],
  golden: [{ op: "expand_labels", variant: "skimage" }],
  reference: ({ labels }, { distance, spacing }) => {
    const background = foregroundOf(labels).map((marked) => 1 - marked);
    const { nearest, squares } = nearestBackground(background, labels.shape, perAxis(spacing, labels.rank));
    const source = labels.data;
    const data = source.slice() as TypedArray & { [position: number]: number | bigint };
    for (let at = 0; at < data.length; at++) {
      const from = nearest[at] as number;
      if (from >= 0 && Math.sqrt(squares[at] as number) <= distance) data[at] = source[from] as number | bigint;
    }
    return new NdArray({ data, shape: labels.shape, dtype: labels.dtype });
  },
});
