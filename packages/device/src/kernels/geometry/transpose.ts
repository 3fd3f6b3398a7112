import { normalizeAxis } from "@openhcs/core";
import { transpose } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { allOf, fitsGather, gather } from "./gather.js";

export const transposeKernel = deviceKernel(transpose, {
  cost: { latencyUs: 40, gbPerSec: 3 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image: { shape }, image }, { axes = [...shape.keys()].reverse() }, work) {
    const order = axes.map((axis) => normalizeAxis(axis, shape.length));
    return gather(work, image, order.map((axis) => ({ axis, reads: allOf(shape[axis] as number) })));
  },
});
