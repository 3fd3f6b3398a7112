import { defineFunction } from "@openhcs/core";
import { goldenReduction, numericReduction, reduce } from "./reduction.js";

/** The product of an image, or of its lines along axes. */
export const prod = defineFunction({
  ...numericReduction,
  name: "prod",
  documentation: `Multiplies all pixels of an image, or those along axes.

∏x in float64, one after the other; beyond its range ∞ or 0. NaN makes a product NaN, or is left out with nanPolicy omit. The product of nothing
is 1.`,
  tags: ["reduction"],
  synonyms: ["product", "multiply all", "nanprod"],
  source: "numpy.prod, numpy.nanprod",
  golden: goldenReduction("prod"),
  reference: (inputs, parameters) => reduce(product, inputs, parameters),
});

function product(line: Float64Array): number {
  let result = 1;
  for (let i = 0; i < line.length; i++) result *= line[i] as number;
  return result;
}
