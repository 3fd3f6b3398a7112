import { defineFunction } from "@openhcs/core";
import { extremeIndices } from "./extremes.js";
import { checkLines } from "./lines.js";
import { goldenReduction, numericReduction } from "./reduction.js";

/** Where an image, or its lines along axes, have their largest pixel. */
export const argmax = defineFunction({
  ...numericReduction,
  name: "argmax",
  documentation: `Gives the index of the first of the largest pixels of an image, or of its lines along axes.

Counted from 0; over several axes, or the whole image, in C order. The first NaN is the one that counts, unless nanPolicy omit leaves them out,
where a line of NaN alone is refused. Of no pixels there is none (refused).`,
  tags: ["reduction", "position"],
  synonyms: ["index of the max", "position of the largest", "nanargmax"],
  source: "numpy.argmax, numpy.nanargmax",
  outputs: {
    values: { type: "array", result: "native", description: "Uint32, of the axes that are left; without any where all are reduced." },
    value: { type: "integer", optional: true, description: "The index itself, where all axes are reduced." },
  },
  check: checkLines,
  tolerance: { kind: "exact" },
  golden: goldenReduction("argmax"),
  reference: (inputs, parameters) => extremeIndices("argmax", inputs, parameters, 1),
});
