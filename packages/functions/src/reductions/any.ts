import { defineFunction, NdArray } from "@openhcs/core";
import { countsOfTrue } from "./counts-of-true.js";
import { axis, goldenReduction, reduction } from "./reduction.js";

/** Whether some pixel of an image, or of its lines along axes, is not 0. */
export const any = defineFunction({
  ...reduction,
  name: "any",
  documentation: `Tells whether any pixel of an image, or of its lines along axes, is not 0.

NaN is not 0. Of nothing false.`,
  tags: ["reduction", "mask", "logic"],
  synonyms: ["some", "is anything there", "exists", "not empty"],
  source: "numpy.any",
  parameters: { axis },
  outputs: {
    values: { type: "array", result: "mask", description: "Of the axes that are left; without any where all are reduced." },
    value: { type: "boolean", optional: true, description: "The answer itself, where all axes are reduced." },
  },
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  golden: goldenReduction("any"),
  reference({ image }, parameters) {
    const { counts, shape } = countsOfTrue(image, parameters.axis);
    const data = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
    const values = new NdArray({ data, shape, dtype: "bool" });
    return shape.length === 0 ? { values, value: data[0] === 1 } : { values };
  },
});
