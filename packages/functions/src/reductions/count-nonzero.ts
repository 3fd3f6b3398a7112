import { defineFunction, NdArray } from "@openhcs/core";
import { countsOfTrue } from "./counts-of-true.js";
import { axis, goldenReduction, reduction } from "./reduction.js";

/** How many pixels of an image, or of its lines along axes, are not 0. */
export const countNonzero = defineFunction({
  ...reduction,
  name: "countNonzero",
  documentation: `Counts the pixels of an image, or of its lines along axes, that are not 0.

The area of a mask. NaN is not 0 and counts. Of nothing 0.`,
  tags: ["reduction", "mask", "area"],
  synonyms: ["count_nonzero", "mask area", "number of foreground pixels", "countNonZero"],
  source: "numpy.count_nonzero",
  parameters: { axis },
  outputs: {
    values: { type: "array", result: "native", description: "Uint32, of the axes that are left; without any where all are reduced." },
    value: { type: "integer", optional: true, description: "The count itself, where all axes are reduced." },
  },
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenReduction("count_nonzero", false),
  reference({ image }, parameters) {
    const { counts: data, shape } = countsOfTrue(image, parameters.axis);
    const values = new NdArray({ data, shape });
    return shape.length === 0 ? { values, value: data[0] as number } : { values };
  },
});
