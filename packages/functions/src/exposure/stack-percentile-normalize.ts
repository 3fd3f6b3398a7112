import { defineFunction, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { multiplyFirst, stretchPercentiles } from "./stretch.js";

/** The contrast of a whole stack stretched between two percentiles, in the stack's dtype. */
export const stackPercentileNormalize = defineFunction({
  name: "stackPercentileNormalize",
  documentation: `Stretches the contrast of a stack between two percentiles of all its planes, as OpenHCS' numpy processor does.

out = (clip(image, lo, hi) − lo) · (outMax − outMin) / (hi − lo) + outMin in float64, with lo, hi the percentiles \`low\` and \`high\` of the
whole stack (linear interpolation), truncated toward zero to the image's dtype; beyond its range integers wrap. For float results
use \`percentileNormalize\`.

A constant stack becomes outMin. A stack with a NaN becomes NaN altogether.`,
  category: "exposure",
  tags: ["contrast", "intensity", "percentile", "openhcs"],
  synonyms: ["rescale intensity", "contrast stretching", "normalise", "stack_percentile_normalize"],
  source: "OpenHCS numpy_processor.stack_percentile_normalize",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [3], description: "A stack (z or channel, y, x)." } },
  parameters: {
    low: { type: "number", min: 0, max: 100, default: 1, unit: "%", description: "Percentile that becomes outMin." },
    high: { type: "number", min: 0, max: 100, default: 99, unit: "%", description: "Percentile that becomes outMax." },
    outMin: { type: "number", default: 0, description: "Value that the low percentile gets." },
    outMax: { type: "number", default: 65535, description: "Value that the high percentile gets." },
  },
  outputs: { image: { type: "array", result: "image", description: "The stretched stack, in the image's dtype." } },
  contract: "pure3d",
  cost: { latencyUs: 200, gbPerSec: 0.025 },
  tolerance: { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 },
  examples: [{}, { low: 2, high: 98, outMax: 255 }],
  golden: [{
    op: "stack_percentile_normalize", variant: "openhcs",
    parameters: { low_percentile: "low", high_percentile: "high", target_min: "outMin", target_max: "outMax" },
    quirk: "results truncate, so that the last bit of a percentile decides over a grey value",
  }],
  check: (_, { low, high }) => low <= high || "must have a low percentile of at most the high one",
  reference({ image }, stretch) {
    const source = numbersOf(image);
    const target = new Float64Array(source.length);
    stretchPercentiles(source, target, stretch, multiplyFirst);
    return new NdArray({ data: truncatedTo(image.dtype, target), shape: image.shape, dtype: image.dtype });
  },
});
