import { defineFunction, normalizeAxis, type NdArray, type Shape } from "@openhcs/core";
import { checkAxes } from "./check-axes.js";

/** An image turned by quarter turns in the plane of two axes. */
export const rot90 = defineFunction({
  name: "rot90",
  documentation: `Turns an image by k quarter turns in the plane of two axes, from the first axis towards the second.

With axes [0, 1] of a plane, y downward, the turn is counter-clockwise. Values of any dtype, labels and NaN included, are moved as they are;
nothing is interpolated. Empty, constant and size-1 images only change their shape. Stacks of planes: axes [1, 2].`,
  category: "geometry",
  tags: ["layout", "rotation", "exact"],
  synonyms: ["rotate", "quarter turn", "numpy.rot90"],
  source: "numpy.rot90 1.24",
  inputs: { image: { type: "array", ranks: [2, 3, 4, 5, 6, 7, 8], description: "Two axes or more." } },
  parameters: {
    k: { type: "integer", default: 1, description: "Number of quarter turns, any integer." },
    axes: { type: "list", items: { type: "integer" }, minLength: 2, maxLength: 2, default: [0, 1], description: "The two axes of the plane; negative ones count from the end." },
  },
  outputs: { image: { type: "array", result: "image", description: "The turned image." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.2 },
  tolerance: { kind: "exact" },
  examples: [{}, { k: 2 }, { k: -1, axes: [1, 0] }],
  golden: [{ op: "layout", variant: "numpy", where: { kind: "rot90" } }],
  check: ({ image }, { axes }) => image === undefined || checkAxes(axes, image.shape.length),
  outputShape: ({ image }, { k, axes }) => (image === undefined ? [] : k % 2 === 0 ? image.shape : swapped([...image.shape.keys()], axes).map((axis) => image.shape[axis] as number)),
  reference({ image }, { k, axes }) {
    const [first, second] = axes.map((axis) => normalizeAxis(axis, image.rank)) as [number, number];
    const turned = image.transpose(swapped([...image.shape.keys()], axes));
    switch (((k % 4) + 4) % 4) {
      case 0: return image.copy();
      case 1: return reversed(turned, [first]);
      case 2: return reversed(image, [first, second]);
      default: return reversed(turned, [second]);
    }
  },
});

function swapped(order: number[], axes: readonly number[]): number[] {
  const [first, second] = axes.map((axis) => normalizeAxis(axis, order.length)) as [number, number];
  return order.map((axis) => (axis === first ? second : axis === second ? first : axis));
}

function reversed(image: NdArray, axes: Shape): NdArray {
  return image.slice(...image.shape.map((_, axis) => (axes.includes(axis) ? [null, null, -1] as const : null))).copy();
}
