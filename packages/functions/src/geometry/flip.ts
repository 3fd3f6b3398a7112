import { defineFunction, normalizeAxis } from "@openhcs/core";
import { checkAxes } from "./check-axes.js";

/** An image with the elements along some axes in reverse order. */
export const flip = defineFunction({
  name: "flip",
  documentation: `Reverses the order of the elements along one axis, several, or all.

Values of any dtype, labels and NaN included, are moved as they are. Axes of extent 1, constant and empty images stay the same.`,
  category: "geometry",
  tags: ["layout", "mirror", "exact"],
  synonyms: ["mirror", "reverse", "fliplr", "flipud", "numpy.flip"],
  source: "numpy.flip 1.24",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: { axis: { type: "any", optional: true, description: "An axis, or a list of them; negative ones count from the end. Default: all.", examples: [1, [0, 2]] } },
  outputs: { image: { type: "array", result: "image", description: "The flipped image." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: [{}, { axis: 0 }, { axis: [0, -1] }],
  golden: [{ op: "layout", variant: "numpy", where: { kind: "flip" } }],
  check: ({ image }, { axis }) => image === undefined || axis === undefined || checkAxes(axis, image.shape.length),
  reference({ image }, { axis }) {
    const reversed = new Set((axis === undefined ? [...image.shape.keys()] : [axis].flat() as number[]).map((each) => normalizeAxis(each, image.rank)));
    return image.slice(...image.shape.map((_, at) => (reversed.has(at) ? [null, null, -1] as const : null))).copy();
  },
});
