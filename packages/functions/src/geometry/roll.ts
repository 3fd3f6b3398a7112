import { allocate, defineFunction, normalizeAxis, NdArray, type Shape } from "@openhcs/core";
import { rollElements } from "./roll-elements.js";

/** An image moved by whole pixels, what leaves at one end entering at the other. */
export const roll = defineFunction({
  name: "roll",
  documentation: `Moves the elements along axes by whole pixels, those that leave at one end entering at the other.

out[i] = image[(i − shift) mod extent]. Shifts of one axis named twice add up; without axis the image rolls as one line in C order. Values
of any dtype, labels and NaN included, are moved as they are. Empty, constant and size-1 images stay the same.`,
  category: "geometry",
  tags: ["layout", "translation", "exact"],
  synonyms: ["circular shift", "circshift", "translate", "numpy.roll"],
  source: "numpy.roll 1.24",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    shift: { type: "any", unit: "px", description: "An integer, or a list of one per axis named.", examples: [3, [1, -2]] },
    axis: { type: "any", optional: true, description: "An axis, or a list of them; negative ones count from the end.", examples: [0, [0, 1]] },
  },
  outputs: { image: { type: "array", result: "image", description: "The rolled image." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  examples: [{ shift: 3 }, { shift: -2, axis: 0 }, { shift: [1, -2], axis: [0, 1] }],
  golden: [{ op: "layout", variant: "numpy", where: { kind: "roll" } }],
  check({ image }, { shift, axis }) {
    if (image === undefined) return true;
    if (!areIntegers(shift)) return "must have an integer shift, or a list of them";
    const rank = image.shape.length;
    const [shifts, axes] = [[shift].flat(), axis === undefined ? undefined : [axis].flat() as unknown[]];
    if (axes === undefined) return shifts.length === 1 || "must have one shift where axis is left out";
    if (!areIntegers(axes) || axes.some((each) => (each as number) < -rank || (each as number) >= rank)) return `must have axes in [${-rank}, ${rank - 1}]`;
    return shifts.length === axes.length || shifts.length === 1 || axes.length === 1 || "must have as many shifts as axes";
  },
  reference({ image }, { shift, axis }) {
    const shape = axis === undefined ? [image.size] : image.shape;
    const data = allocate(image.dtype, image.size);
    rollElements(image.data.subarray(image.offset) as Uint8Array, data as Uint8Array, shape, distances(shape, [shift].flat() as number[], [axis ?? 0].flat() as number[]));
    return new NdArray({ data, shape: image.shape, dtype: image.dtype });
  },
});

/** How far each axis moves in all. */
export function distances(shape: Shape, shifts: readonly number[], axes: readonly number[]): readonly number[] {
  const sums = shape.map(() => 0);
  for (let i = 0; i < Math.max(shifts.length, axes.length); i++) {
    const at = normalizeAxis(axes[axes.length === 1 ? 0 : i] as number, shape.length);
    sums[at] = (sums[at] as number) + (shifts[shifts.length === 1 ? 0 : i] as number);
  }
  return sums;
}

function areIntegers(value: unknown): boolean {
  return [value].flat().every(Number.isSafeInteger);
}
