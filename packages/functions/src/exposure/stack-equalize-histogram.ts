import { defineFunction, dtypeRange, isInteger, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { cumulated } from "./cumulated.js";
import { countInBins, equalBinEdges } from "./equal-bins.js";
import { interpolate } from "./interpolate.js";

/** The contrast of a whole stack spread so that all intensities are about equally frequent, in the stack's dtype. */
export const stackEqualizeHistogram = defineFunction({
  name: "stackEqualizeHistogram",
  documentation: `Spreads the contrast of a stack so that all its intensities become about equally frequent, as OpenHCS' numpy processor does.

The cumulative histogram of all planes, over \`bins\` equal bins from rangeMin to rangeMax, is scaled to the dtype's maximum (floats: to 65535, as in OpenHCS)
and read at each value, linearly between the bins' lower edges; integers truncate. Values outside of the range are not counted and become
what the ends of the range become. For float results, or a histogram of the values' own range, use \`equalizeHist\`.

A stack without a value in the range becomes 0. NaN is not counted and stays NaN. The default range is that of uint16.`,
  category: "exposure",
  tags: ["contrast", "intensity", "histogram", "normalization", "openhcs"],
  synonyms: ["histogram equalization", "equalise", "stack_equalize_histogram"],
  source: "OpenHCS numpy_processor.stack_equalize_histogram",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [3], description: "A stack (z or channel, y, x)." } },
  parameters: {
    bins: { type: "integer", min: 2, max: 1 << 24, default: 65536, description: "Bins of the histogram." },
    rangeMin: { type: "number", default: 0, description: "Lowest edge of the histogram." },
    rangeMax: { type: "number", default: 65535, description: "Highest edge of the histogram." },
  },
  outputs: { image: { type: "array", result: "image", description: "The equalized stack, in the image's dtype." } },
  contract: "pure3d",
  cost: { latencyUs: 1000, gbPerSec: 0.05 },
  tolerance: { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 },
  examples: [{}, { bins: 256, rangeMax: 255 }],
  golden: [{
    op: "stack_equalize_histogram", variant: "openhcs", parameters: { range_min: "rangeMin", range_max: "rangeMax" },
    quirk: "results truncate, so that the last bit of an interpolated value decides over a grey value",
  }],
  check: (_, { rangeMin, rangeMax }) => rangeMin <= rangeMax || "must have a rangeMin of at most rangeMax",
  reference({ image }, { bins, rangeMin, rangeMax }) {
    const values = numbersOf(image);
    const edges = equalBinEdges(bins, rangeMin, rangeMax, values instanceof Float32Array);
    const counts = cumulated(countInBins(values, edges));
    const total = counts[bins - 1] as number;
    const highest = isInteger(image.dtype) ? dtypeRange(image.dtype).max : 65535;
    const target = new Float64Array(values.length);
    interpolate(values, target, edges.subarray(0, bins), total === 0 ? counts : counts.map((count) => (highest * count) / total));
    return new NdArray({ data: truncatedTo(image.dtype, target), shape: image.shape, dtype: image.dtype });
  },
});
