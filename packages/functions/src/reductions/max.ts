import { defineFunction } from "@openhcs/core";
import { extremes } from "./extremes.js";
import { checkLines } from "./lines.js";
import { goldenReduction, numericReduction } from "./reduction.js";

/** The largest pixel of an image, or of its lines along axes. */
export const max = defineFunction({
  ...numericReduction,
  name: "max",
  documentation: `Gives the largest pixel of an image, or of its lines along axes.

In the image's dtype, exactly; maximum takes the largest of two images pixel by pixel. NaN makes it NaN, or is left out with nanPolicy omit, where
a line of NaN alone gives NaN. Of no pixels there is none (refused).`,
  tags: ["reduction", "statistics", "range"],
  synonyms: ["amax", "maximum value", "brightest pixel", "nanmax"],
  source: "numpy.max, numpy.nanmax",
  outputs: {
    values: { type: "array", result: "image", description: "Of the image's dtype and the axes that are left; without any where all are reduced." },
    value: numericReduction.outputs.value,
  },
  check: checkLines,
  tolerance: { kind: "exact" },
  golden: goldenReduction("max"),
  reference: (inputs, parameters) => extremes(inputs, parameters, 1),
});
