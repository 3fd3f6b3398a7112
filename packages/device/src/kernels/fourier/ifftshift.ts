import { normalizeAxis } from "@openhcs/core";
import { ifftshift } from "@openhcs/functions";
import { toMiddle } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { fitsGather, gather, rolled } from "../geometry/gather.js";

export const ifftshiftKernel = deviceKernel(ifftshift, {
  cost: { latencyUs: 40, gbPerSec: 5 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image: { shape }, image }, { axis: chosen }, work) {
    const axes = chosen === undefined ? [...shape.keys()] : [chosen].flat().map((at) => normalizeAxis(at, shape.length));
    const shifts = toMiddle(shape, axes);
    return gather(work, image, shape.map((extent, axis) => ({ axis, reads: rolled(extent, -(shifts[axis] as number)) })));
  },
});
