import { normalizeAxis } from "@openhcs/core";
import { flip } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { allOf, fitsGather, gather, reversed } from "./gather.js";

export const flipKernel = deviceKernel(flip, {
  cost: { latencyUs: 40, gbPerSec: 5 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image }, { axis }, work) {
    const { shape } = image;
    const turned = (axis === undefined ? [...shape.keys()] : [axis].flat() as number[]).map((each) => normalizeAxis(each, shape.length));
    return gather(work, image, shape.map((extent, at) => ({ axis: at, reads: turned.includes(at) ? reversed(extent) : allOf(extent) })));
  },
});
