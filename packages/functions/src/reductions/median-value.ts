import { defineFunction } from "@openhcs/core";
import { quantilesOf } from "./quantile.js";
import { goldenReduction, numericReduction, reduce } from "./reduction.js";

/** The median of an image, or of its lines along axes. */
export const medianValue = defineFunction({
  ...numericReduction,
  name: "medianValue",
  documentation: `Gives the median of all pixels of an image, or of those along axes.

The middle of the sorted values, or the mean of the two in the middle of an even number, in float64. The filter of that name is median. NaN makes a
median NaN, or is left out with nanPolicy omit. The median of nothing is NaN.`,
  tags: ["reduction", "statistics", "robust"],
  synonyms: ["median", "median intensity", "nanmedian", "50th percentile"],
  source: "numpy.median, numpy.nanmedian",
  cost: { latencyUs: 20, gbPerSec: 0.05 },
  golden: goldenReduction("median"),
  reference: (inputs, parameters) => reduce((line) => quantilesOf(line, [0.5], "midpoint")[0] as number, inputs, parameters),
});
