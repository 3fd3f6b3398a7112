import { defineFunction } from "@openhcs/core";
import { imageDtypes } from "../neighborhood/elements.js";
import { binCounts, binMethods, binned, checkBins } from "./bin.js";

/** A stack reduced by cubic bins, as OpenHCS does it. */
export const spatialBin3d = defineFunction({
  name: "spatialBin3d",
  documentation: `Reduces a stack by bins of binSize pixels along z, y and x, as OpenHCS' numpy processor does.

Pixels that do not fill a bin at the end of an axis are dropped. Folded in float64, then truncated toward zero to the image's dtype as
OpenHCS does; sums of integers wrap modulo 2ⁿ. For unrounded results, and bins of other shapes, see \`blockReduce\`.

NaN in a bin makes its result NaN. A constant image stays constant, but for sums. Axes shorter than a bin, empty ones too, are refused.`,
  category: "geometry",
  tags: ["downsampling", "binning", "reduction", "openhcs"],
  synonyms: ["binning", "downsample", "spatial_bin_3d"],
  source: "OpenHCS numpy_processor.spatial_bin_3d",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [3], description: "A stack (z or channel, y, x)." } },
  parameters: {
    binSize: { type: "integer", min: 1, max: 65536, default: 2, unit: "px", description: "Side of the cubic bins." },
    method: { type: "string", choices: binMethods, default: "mean", description: "What is taken of the values in a bin." },
  },
  outputs: { image: { type: "array", result: "image", description: "The binned stack, in the image's dtype." } },
  contract: "pure3d",
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 },
  examples: [{}, { binSize: 3, method: "max" }, { method: "sum" }, { method: "min" }],
  golden: [{
    op: "spatial_bin_3d", variant: "openhcs", parameters: { bin_size: "binSize" },
    quirk: "means truncate, so that the last bit of a float32 sum, which OpenHCS takes in NumPy's order, decides over a grey value",
  }],
  check: ({ image }, { binSize }) => image === undefined || checkBins(image.shape, [binSize, binSize, binSize]),
  outputShape: ({ image }, { binSize }) => (image === undefined ? [] : binCounts(image.shape, [binSize, binSize, binSize])),
  reference: ({ image }, { binSize, method }) => binned(image, [binSize, binSize, binSize], method),
});
