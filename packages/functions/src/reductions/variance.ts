import { defineFunction } from "@openhcs/core";
import { deviation } from "./deviation.js";
import { varianceOf } from "./moments.js";
import { goldenReduction, reduce } from "./reduction.js";

/** The variance of an image, or of its lines along axes. */
export const variance = defineFunction({
  ...deviation,
  name: "variance",
  documentation: `Gives the variance of all pixels of an image, or of those along axes.

Σ(x - mean)² / (n - ddof) in float64, in two passes, so that large offsets cost no digits. One pixel, and a constant image, give 0. NaN and infinities
give NaN; with nanPolicy omit NaN is left out of sums and count. Without a degree of freedom, where n ≤ ddof, it is NaN or ∞. Of nothing NaN.`,
  tags: ["reduction", "statistics"],
  synonyms: ["var", "dispersion", "nanvar", "focus measure"],
  source: "numpy.var, numpy.nanvar",
  golden: goldenReduction("var"),
  reference: (inputs, parameters) => reduce((line) => varianceOf(line, parameters.ddof, parameters.nanPolicy === "omit"), inputs, parameters),
});
