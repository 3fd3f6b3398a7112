import { defineFunction } from "@openhcs/core";
import { deviation } from "./deviation.js";
import { varianceOf } from "./moments.js";
import { goldenReduction, reduce } from "./reduction.js";

/** The standard deviation of an image, or of its lines along axes. */
export const std = defineFunction({
  ...deviation,
  name: "std",
  documentation: `Gives the standard deviation of all pixels of an image, or of those along axes.

√(Σ(x - mean)² / (n - ddof)) in float64, in two passes, so that large offsets cost no digits. One pixel, and a constant image, give 0. NaN and infinities
give NaN; with nanPolicy omit NaN is left out of sums and count. Without a degree of freedom, where n ≤ ddof, it is NaN or ∞. Of nothing NaN.`,
  tags: ["reduction", "statistics"],
  synonyms: ["standard deviation", "sd", "noise", "contrast", "nanstd"],
  source: "numpy.std, numpy.nanstd",
  golden: goldenReduction("std"),
  reference: (inputs, parameters) => reduce((line) => Math.sqrt(varianceOf(line, parameters.ddof, parameters.nanPolicy === "omit")), inputs, parameters),
});
