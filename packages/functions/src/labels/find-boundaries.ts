import { defineFunction, NdArray } from "@openhcs/core";
import { imageRanks } from "../neighborhood/elements.js";
import { checkConnectivity } from "./connectivity.js";
import { labelDtypes } from "./label-dtypes.js";
import { partitionOf } from "./partition.js";
import { doubledShape, subpixelBoundaries } from "./subpixel-boundaries.js";
import { touchingPixels } from "./touching-pixels.js";

/** Where labels meet, as a mask. */
export const findBoundaries = defineFunction({
  name: "findBoundaries",
  documentation: `Marks the pixels at which labels meet.

thick: every pixel with a neighbour of another label, background included. inner: those of them inside of objects. outer: those of them in the
background, and where two objects touch (at full connectivity) those inside too. subpixel: an image of 2n - 1 pixels per axis, in which the
pixels between the original ones are marked where they separate labels; connectivity plays no part. What lies outside of the image
separates nothing. 0 is background.`,
  category: "labels",
  tags: ["labels", "outline", "overlay"],
  synonyms: ["find_boundaries", "outlines", "contours", "edges of labels", "boundary mask", "bwperim"],
  source: "skimage.segmentation.find_boundaries",
  inputs: { labels: { type: "array", dtypes: labelDtypes, ranks: imageRanks, description: "0 is background." } },
  parameters: {
    mode: { type: "string", choices: ["thick", "inner", "outer", "subpixel"], default: "thick", description: "Which side of a boundary is marked." },
    connectivity: { type: "integer", min: 1, max: 8, default: 1, description: "Axes in which neighbours may differ, at most the rank." },
  },
  outputs: { mask: { type: "array", result: "mask", description: "Of the labels' shape; 2n - 1 per axis for subpixel." } },
  check: ({ labels }, { connectivity }) => checkConnectivity(labels, connectivity) ?? true,
  outputShape: ({ labels }, { mode }) => (mode === "subpixel" ? doubledShape(labels?.shape ?? []) : (labels?.shape ?? [])),
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.1 },
  tolerance: { kind: "exact" },
  examples: [{}, { mode: "inner", connectivity: 2 }, { mode: "outer" }, { mode: "subpixel" }],
  golden: [{ op: "find_boundaries", variant: "skimage" }],
  reference: ({ labels }, { mode, connectivity }) => {
    const values = partitionOf(labels);
    if (mode === "subpixel") return new NdArray({ data: subpixelBoundaries(values, labels.shape), shape: doubledShape(labels.shape), dtype: "bool" });
    const data = touchingPixels(values, labels.shape, connectivity, (a, b) => a !== b);
    if (mode === "inner") keepWhere(data, (pixel) => values[pixel] !== 0);
    if (mode === "outer") {
      const betweenObjects = touchingPixels(values, labels.shape, labels.rank, (a, b) => a !== b && a !== 0 && b !== 0);
      keepWhere(data, (pixel) => values[pixel] === 0 || betweenObjects[pixel] === 1);
    }
    return new NdArray({ data, shape: labels.shape, dtype: "bool" });
  },
});

function keepWhere(mask: Uint8Array, keeps: (pixel: number) => boolean): void {
  for (let pixel = 0; pixel < mask.length; pixel++) if (mask[pixel] === 1 && !keeps(pixel)) mask[pixel] = 0;
}
