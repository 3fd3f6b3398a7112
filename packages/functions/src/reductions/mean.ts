import { defineFunction } from "@openhcs/core";
import { meanOf } from "./moments.js";
import { goldenReduction, numericReduction, reduce } from "./reduction.js";

/** The mean of an image, or of its lines along axes. */
export const mean = defineFunction({
  ...numericReduction,
  name: "mean",
  documentation: `Averages all pixels of an image, or those along axes.

Σx / n in float64, summed pairwise, not rounded to the image's dtype. NaN makes a mean NaN, or is left out of sum and count with nanPolicy omit.
The mean of nothing is NaN.`,
  tags: ["reduction", "statistics"],
  synonyms: ["average", "mean intensity", "nanmean", "arithmetic mean"],
  source: "numpy.mean, numpy.nanmean",
  golden: goldenReduction("mean"),
  reference: (inputs, parameters) => reduce(meanOf, inputs, parameters),
});
