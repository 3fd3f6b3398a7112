import { sizeOf } from "@openhcs/core";
import { roll } from "@openhcs/functions";
import { rollDistances } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { fitsGather, gatherInto, rolled } from "./gather.js";

export const rollKernel = deviceKernel(roll, {
  cost: { latencyUs: 40, gbPerSec: 5 },
  accumulates: "float64",
  supports: ({ image }, { axis }) => axis === undefined && sizeOf(image?.shape ?? []) > 2 ** 24 ? "leaves rolls of images of more than 2²⁴ elements as one line to the reference" : fitsGather(image),
  async run({ image }, { shift, axis }, work) {
    const shape = axis === undefined ? [sizeOf(image.shape)] : image.shape;
    const moves = rollDistances(shape, [shift].flat() as number[], [axis ?? 0].flat() as number[]);
    const result = work.array(image.dtype, image.shape);
    await gatherInto(work, image, shape, shape.map((extent, at) => ({ axis: at, reads: rolled(extent, moves[at] as number) })), result);
    return result;
  },
});
