import { defineFunction, dtypeRange, isBigInteger, NdArray, type TypedArray } from "@openhcs/core";
import { sameShape } from "../measurements/measured-arrays.js";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { imageRanks } from "../neighborhood/elements.js";
import { connectedComponents } from "./connected-components.js";
import { labelDtypes } from "./label-dtypes.js";
import { foregroundOf, partitionOf } from "./partition.js";

/** A label image without the objects that the border cuts. */
export const clearBorder = defineFunction({
  name: "clearBorder",
  documentation: `Removes objects that touch the border of the image.

The border is bufferSize + 1 pixels wide along every axis; with a mask it is what the mask leaves out instead. Objects are connected
components of equal values, with corners; one that reaches the border becomes bgval, all of it. So does the background, connected or
not, if any of it lies in the border. An image without objects stays as it is.`,
  category: "labels",
  tags: ["labels", "objects", "cleaning", "border"],
  synonyms: ["clear_border", "imclearborder", "remove labels on border", "exclude on edges", "discard objects touching the border"],
  source: "skimage.segmentation.clear_border 0.19",
  inputs: {
    labels: { type: "array", dtypes: labelDtypes, ranks: imageRanks, description: "A label image or mask; 0 is background." },
    mask: { type: "array", optional: true, description: "Of the labels' shape; objects stay that lie wholly where it is not zero." },
  },
  parameters: {
    bufferSize: { type: "integer", min: 0, default: 0, unit: "px", description: "How many pixels beside the outermost belong to the border; less than every extent. Without meaning where there is a mask." },
    bgval: { type: "integer", default: 0, description: "What removed objects become." },
  },
  outputs: { labels: { type: "array", result: "labels", description: "Of the same shape, with the same labels." } },
  check: ({ labels, mask }, { bufferSize, bgval }) => {
    if (labels === undefined) return true;
    if (mask === undefined && labels.shape.some((extent) => bufferSize >= extent)) return `must be larger than bufferSize ${bufferSize} along every axis, received shape [${labels.shape.join(", ")}]`;
    const { min, max } = dtypeRange(labels.dtype);
    return sameShape("labels", labels, "mask", mask) ?? ((bgval >= min && bgval <= max) || `of ${labels.dtype} cannot hold the bgval ${bgval}`);
  },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.05 },
  tolerance: { kind: "exact" },
  examples: [{}, { bufferSize: 2 }, { bgval: 1 }],
  golden: [{ op: "clear_border", variant: "skimage" }],
  reference: ({ labels, mask }, { bufferSize, bgval }) => {
    const { labels: components, count } = connectedComponents(partitionOf(labels), labels.shape, labels.rank);
    const touches = new Uint8Array(count + 1);
    if (mask === undefined) forEachBorderPixel(labels.shape, bufferSize, (at) => { touches[components[at] as number] = 1; });
    else foregroundOf(mask).forEach((inside, at) => { if (inside === 0) touches[components[at] as number] = 1; });
    const data = labels.data.slice() as TypedArray & { [position: number]: number | bigint };
    const cleared = isBigInteger(labels.dtype) ? BigInt(bgval) : bgval;
    for (let at = 0; at < data.length; at++) if (touches[components[at] as number] === 1) data[at] = cleared;
    return new NdArray({ data, shape: labels.shape, dtype: labels.dtype });
  },
});

/** Visits the pixels that are at most `bufferSize` away from the outermost along some axis. */
function forEachBorderPixel(shape: readonly number[], bufferSize: number, visit: (at: number) => void): void {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const index = shape.map(() => 0);
  const isNear = (position: number, axis: number) => position <= bufferSize || position >= (shape[axis] as number) - 1 - bufferSize;
  for (let at = 0; at < size; at++) {
    if (index.some(isNear)) visit(at);
    advanceIndex(index, shape);
  }
}
