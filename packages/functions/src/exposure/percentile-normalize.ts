import { defineFunction, NdArray } from "@openhcs/core";
import { allocateNumbers, floatDtype, imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { divideFirst, multiplyFirst, stretchPercentiles, type Limits } from "./stretch.js";

/** Contrast stretched between two percentiles, of a stack or of each plane. */
export const percentileNormalize = defineFunction({
  name: "percentileNormalize",
  documentation: `Stretches contrast between two percentiles.

out = (clip(image, lo, hi) − lo) / (hi − lo) · (outMax − outMin) + outMin with lo, hi the percentiles \`low\` and \`high\` (linear
interpolation), of the whole array or of each plane along the first axis; computed in float64.

Conventions: numpy gives floats, by default in [0, 1], with one range for the stack. openhcs goes plane by plane through float32 and
truncates toward zero to the image's dtype, by default in [0, 65535]; beyond the dtype's range integers wrap. (The call's dtype rule then makes
them float32, unless dtypeConversion is native.)

Where lo = hi, as in a constant image, the result is outMin. A plane (or stack) with a NaN becomes NaN altogether. Of an image with two axes
the only plane is the image; openhcs takes stacks of three axes only.`,
  category: "exposure",
  tags: ["contrast", "intensity", "percentile"],
  synonyms: ["rescale intensity", "contrast stretching", "normalise", "percentile_normalize"],
  source: "numpy.percentile 1.24; OpenHCS numpy_processor.percentile_normalize",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "An image; of three axes or more, planes along the first." } },
  parameters: {
    convention: { type: "string", choices: ["numpy", "openhcs"], default: "numpy", description: "Whose definition is followed." },
    low: { type: "number", min: 0, max: 100, default: 1, unit: "%", description: "Percentile that becomes outMin." },
    high: { type: "number", min: 0, max: 100, default: 99, unit: "%", description: "Percentile that becomes outMax." },
    scope: { type: "string", choices: ["stack", "plane"], default: "stack", defaultBy: { convention: { openhcs: "plane" } }, description: "What the percentiles are taken of." },
    outMin: { type: "number", default: 0, description: "Value that the low percentile gets." },
    outMax: { type: "number", default: 1, defaultBy: { convention: { openhcs: 65535 } }, description: "Value that the high percentile gets." },
  },
  outputs: {
    image: { type: "array", result: "float", description: "The stretched image." },
    low: { type: "list", description: "Intensity that became outMin, one per plane or one for the stack." },
    high: { type: "list", description: "Intensity that became outMax, one per plane or one for the stack." },
  },
  main: "image",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.025 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { scope: "plane", low: 2, high: 98 }, { low: 0, high: 100, outMin: -1, outMax: 1 }, { convention: "openhcs", outMax: 255 }],
  golden: [
    { op: "percentile_normalize", variant: "numpy", fixed: { convention: "numpy" } },
    {
      op: "percentile_normalize", variant: "openhcs", fixed: { convention: "openhcs" },
      parameters: { low_percentile: "low", high_percentile: "high", target_min: "outMin", target_max: "outMax" },
      quirk: "results truncate, so that the last bit of a percentile decides over a grey value",
    },
  ],
  check({ image }, { convention, low, high }) {
    if (convention === "openhcs" && image !== undefined && image.shape.length !== 3) return `must have an image of 3 axes in convention openhcs, not ${image.shape.length}`;
    return low <= high || "must have a low percentile of at most the high one";
  },
  reference({ image }, { convention, low, high, scope, outMin, outMax }) {
    const dtype = convention === "openhcs" ? "float32" : floatDtype(image.dtype);
    const source = numbersOf(image);
    const target = allocateNumbers(dtype, source.length);
    const planes = scope === "stack" || image.rank < 3 ? 1 : (image.shape[0] as number);
    const size = planes === 0 ? 0 : source.length / planes;
    const limits: Limits[] = [];
    for (let plane = 0; plane < planes; plane++) {
      const [from, to] = [plane * size, (plane + 1) * size];
      const scale = convention === "openhcs" ? multiplyFirst : divideFirst;
      limits.push(stretchPercentiles(source.subarray(from, to), target.subarray(from, to), { low, high, outMin, outMax }, scale));
    }
    const result = convention === "openhcs" ? { data: truncatedTo(image.dtype, target), dtype: image.dtype } : { data: target, dtype };
    return { image: new NdArray({ ...result, shape: image.shape }), low: limits.map((each) => each.low), high: limits.map((each) => each.high) };
  },
});
