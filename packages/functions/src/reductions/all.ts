import { defineFunction, NdArray } from "@openhcs/core";
import { countsOfTrue } from "./counts-of-true.js";
import { axis, goldenReduction, reduction } from "./reduction.js";

/** Whether every pixel of an image, or of its lines along axes, is not 0. */
export const all = defineFunction({
  ...reduction,
  name: "all",
  documentation: `Tells whether all pixels of an image, or of its lines along axes, are not 0.

NaN is not 0. Of nothing true.`,
  tags: ["reduction", "mask", "logic"],
  synonyms: ["every", "whole mask", "for all"],
  source: "numpy.all",
  parameters: { axis },
  outputs: {
    values: { type: "array", result: "mask", description: "Of the axes that are left; without any where all are reduced." },
    value: { type: "boolean", optional: true, description: "The answer itself, where all axes are reduced." },
  },
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenReduction("all"),
  reference({ image }, parameters) {
    const { counts, length, shape } = countsOfTrue(image, parameters.axis);
    const data = Uint8Array.from(counts, (count) => (count === length ? 1 : 0));
    const values = new NdArray({ data, shape, dtype: "bool" });
    return shape.length === 0 ? { values, value: data[0] === 1 } : { values };
  },
});
