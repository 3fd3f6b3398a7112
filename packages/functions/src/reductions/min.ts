import { defineFunction } from "@openhcs/core";
import { extremes } from "./extremes.js";
import { checkLines } from "./lines.js";
import { goldenReduction, numericReduction } from "./reduction.js";

/** The smallest pixel of an image, or of its lines along axes. */
export const min = defineFunction({
  ...numericReduction,
  name: "min",
  documentation: `Gives the smallest pixel of an image, or of its lines along axes.

In the image's dtype, exactly; minimum takes the smallest of two images pixel by pixel. NaN makes it NaN, or is left out with nanPolicy omit, where
a line of NaN alone gives NaN. Of no pixels there is none (refused).`,
  tags: ["reduction", "statistics", "range"],
  synonyms: ["amin", "minimum value", "darkest pixel", "nanmin"],
  source: "numpy.min, numpy.nanmin",
  outputs: {
    values: { type: "array", result: "image", description: "Of the image's dtype and the axes that are left; without any where all are reduced." },
    value: numericReduction.outputs.value,
  },
  check: checkLines,
  tolerance: { kind: "exact" },
  golden: goldenReduction("min"),
  reference: (inputs, parameters) => extremes(inputs, parameters, -1),
});
