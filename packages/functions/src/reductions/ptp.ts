import { defineFunction } from "@openhcs/core";
import { checkLines } from "./lines.js";
import { goldenReduction, numericReduction, reduce } from "./reduction.js";

/** The range of the values of an image, or of its lines along axes. */
export const ptp = defineFunction({
  ...numericReduction,
  name: "ptp",
  documentation: `Gives the difference between the largest and the smallest pixel of an image, or of its lines along axes.

max x - min x in float64, so that small integers do not wrap as in NumPy. NaN makes it NaN, or is left out with nanPolicy omit, where a line of NaN
alone gives NaN. Of no pixels there is none (refused).`,
  tags: ["reduction", "statistics", "range"],
  synonyms: ["peak to peak", "dynamic range", "max minus min"],
  source: "numpy.ptp",
  check: checkLines,
  golden: goldenReduction("ptp"),
  reference: (inputs, parameters) => reduce(range, inputs, parameters),
});

function range(line: Float64Array): number {
  let smallest = line.length === 0 ? NaN : Infinity;
  let largest = -Infinity;
  for (let i = 0; i < line.length; i++) {
    smallest = Math.min(smallest, line[i] as number);
    largest = Math.max(largest, line[i] as number);
  }
  return largest - smallest;
}
