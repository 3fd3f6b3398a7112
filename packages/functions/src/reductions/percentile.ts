import { defineFunction, NdArray, sizeOf } from "@openhcs/core";
import { checkLines, forEachLine, linesOf, shapeOfLines } from "./lines.js";
import { interpolations, quantilesOf } from "./quantile.js";
import { goldenReduction, numericReduction } from "./reduction.js";

/** Percentiles of an image, or of its lines along axes. */
export const percentile = defineFunction({
  ...numericReduction,
  name: "percentile",
  documentation: `Gives percentiles of all pixels of an image, or of those along axes.

The value at (n - 1) · q / 100 of the n sorted ones, in float64. Between two values interpolation decides: linear, or lower, higher, the nearest (of two
as near the even one in order), or their midpoint. A list of q gives one result each, along a new first axis.

NaN makes a percentile NaN, or is left out with nanPolicy omit, where a line of NaN alone gives NaN. An infinity counts as the largest or
smallest value; linear and midpoint between an infinity and a number give it. Of no pixels there is none (refused).`,
  tags: ["reduction", "statistics", "robust"],
  synonyms: ["quantile", "prctile", "nanpercentile", "background level", "median"],
  source: "numpy.percentile, numpy.nanpercentile",
  parameters: {
    q: { type: "number", min: 0, max: 100, orList: true, unit: "%", description: "Which percentile, or a list of them; 50 is the median." },
    ...numericReduction.parameters,
    interpolation: { type: "string", choices: interpolations, default: "linear", description: "What is taken between two values." },
  },
  outputs: {
    values: { type: "array", result: "native", description: "Float64: one per percentile of a list, times the axes that are left." },
    value: { type: "any", optional: true, description: "The number itself, or the list of them, where all axes are reduced." },
  },
  outputShape: (arrays, parameters) => [...(typeof parameters.q === "number" ? [] : [parameters.q.length]), ...shapeOfLines(arrays, parameters)],
  check: checkLines,
  cost: { latencyUs: 20, gbPerSec: 0.05 },
  examples: [{ q: 50 }, { q: [1, 99.5], axis: 0 }, { q: 10, axis: [-1], interpolation: "nearest" }],
  golden: goldenReduction("percentile"),
  reference({ image }, { q, axis, nanPolicy, interpolation }) {
    const fractions = [q].flat().map((percent: number) => percent / 100);
    const lines = linesOf(image, axis);
    const count = sizeOf(lines.shape);
    const data = new Float64Array(fractions.length * count);
    forEachLine(lines, nanPolicy, (line, index) => {
      for (const [at, value] of quantilesOf(line, fractions, interpolation).entries()) data[at * count + index] = value;
    });
    const values = new NdArray({ data, shape: [...(typeof q === "number" ? [] : [fractions.length]), ...lines.shape] });
    if (lines.shape.length > 0) return { values };
    return { values, value: typeof q === "number" ? (data[0] as number) : Array.from(data) };
  },
});
