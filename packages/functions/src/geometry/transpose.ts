import { defineFunction, normalizeAxis } from "@openhcs/core";
import { checkAxes } from "./check-axes.js";

/** An image with its axes in another order. */
export const transpose = defineFunction({
  name: "transpose",
  documentation: `Puts the axes of an image in another order.

Axis i of the result is axis axes[i] of the image; left out, the order is reversed. Values of any dtype, labels and NaN included, are
moved as they are. Empty, constant and size-1 images only change their shape.`,
  category: "geometry",
  tags: ["layout", "axes", "exact"],
  synonyms: ["permute", "swap axes", "moveaxis", "numpy.transpose"],
  source: "numpy.transpose 1.24",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: { axes: { type: "list", items: { type: "integer" }, optional: true, description: "Every axis once, negative ones counted from the end. Default: reversed." } },
  outputs: { image: { type: "array", result: "image", description: "The image with its axes reordered." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.2 },
  tolerance: { kind: "exact" },
  examples: [{}, { axes: [1, 0] }, { axes: [0, -1] }],
  golden: [{ op: "layout", variant: "numpy", where: { kind: "transpose" } }],
  check({ image }, { axes }) {
    if (image === undefined || axes === undefined) return true;
    return axes.length === image.shape.length ? checkAxes(axes, image.shape.length) : `must have ${image.shape.length} axes, every one once`;
  },
  outputShape: ({ image }, { axes }) => (image === undefined ? [] : axes === undefined ? [...image.shape].reverse() : axes.map((axis) => image.shape[normalizeAxis(axis, image.shape.length)] as number)),
  reference: ({ image }, { axes }) => image.transpose(axes).copy(),
});
