import { defineFunction } from "@openhcs/core";
import { pairwiseSum } from "./pairwise-sum.js";
import { goldenReduction, numericReduction, reduce } from "./reduction.js";

/** The sum of an image, or of its lines along axes. */
export const sum = defineFunction({
  ...numericReduction,
  name: "sum",
  documentation: `Adds up all pixels of an image, or those along axes.

Σx in float64, pairwise as NumPy sums, so that rounding errors stay small however many pixels there are; whatever the image's dtype, nothing wraps or
saturates, and 64-bit integers count as the nearest doubles. NaN makes a sum NaN, or is left out with nanPolicy omit. The sum of nothing is 0.`,
  tags: ["reduction", "statistics"],
  synonyms: ["total", "total intensity", "integrated density", "nansum", "add up"],
  source: "numpy.sum, numpy.nansum",
  golden: goldenReduction("sum"),
  reference: (inputs, parameters) => reduce((line) => pairwiseSum(line), inputs, parameters),
});
