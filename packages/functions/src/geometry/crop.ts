import { defineFunction, NdArray, type Range, type Shape } from "@openhcs/core";

/** A box cut out of an image. */
export const crop = defineFunction({
  name: "crop",
  documentation: `Cuts a box out of an image, by start, stop and step along each axis.

The indices are those of a Python slice: stop is not included, negative ones count from the end, what lies outside is cut off, a step of 2
takes every second element, a negative one goes backward. Values of any dtype, labels and NaN included, are taken as they are. A box
beside the image gives an empty one.`,
  category: "geometry",
  tags: ["layout", "region of interest", "exact"],
  synonyms: ["slice", "cut", "ROI", "subarray", "stride"],
  source: "numpy 1.24",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    start: { type: "list", optional: true, unit: "px", description: "First index per axis; null, or left out, for the end from which the step goes." },
    stop: { type: "list", optional: true, unit: "px", description: "Index after the last per axis; null, or left out, for the other end." },
    step: { type: "list", optional: true, unit: "px", description: "Distance between indices per axis, not 0; null, or left out, for 1." },
  },
  outputs: { image: { type: "array", result: "image", description: "The box." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: [{ start: [1, 2] }, { start: [1, 2], stop: [-1, 9], step: [1, 3] }, { step: [-1, 2] }],
  golden: [{ op: "layout", variant: "numpy", where: { kind: "crop" } }],
  check({ image }, parameters) {
    if (image === undefined) return true;
    for (const [name, list] of Object.entries(parameters) as [string, readonly unknown[]][]) {
      if (list.length > image.shape.length) return `must have at most one ${name} for each of ${image.shape.length} axes`;
      if (!list.every((index) => index === null || Number.isSafeInteger(index))) return `must have a ${name} of integers or null`;
    }
    return !(parameters.step ?? []).includes(0) || "must have no step of 0";
  },
  outputShape: ({ image }, parameters) => (image === undefined ? [] : croppedShape(image.shape, parameters)),
  reference: ({ image }, parameters) => image.slice(...rangesOf(image.shape, parameters)).copy(),
});

export interface Box {
  readonly start?: readonly unknown[];
  readonly stop?: readonly unknown[];
  readonly step?: readonly unknown[];
}

/** What the box takes along each axis. */
export function rangesOf(shape: Shape, { start = [], stop = [], step = [] }: Box): readonly Exclude<Range, number | null>[] {
  const at = (list: readonly unknown[], axis: number) => (list[axis] ?? null) as number | null;
  return shape.map((_, axis) => [at(start, axis), at(stop, axis), at(step, axis)]);
}

/** The shape of the view that the box is of any image of such a shape. */
function croppedShape(shape: Shape, box: Box): Shape {
  return NdArray.zeros(shape.map(() => 1), "uint8").broadcastTo(shape).slice(...rangesOf(shape, box)).shape;
}
