import { shift } from "@openhcs/functions";
import { perAxis } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { interpolated, numbersOf } from "./numbers.js";
import { fitsResampling, resampled } from "./resampled.js";

export const shiftKernel = deviceKernel(shift, {
  cost: { latencyUs: 150, gbPerSec: 1 },
  accumulates: "float64",
  supports: ({ image }) => fitsResampling(image, image?.shape),
  async run({ image }, { shift: distances, ...interpolation }, work) {
    const each = perAxis(distances, image.shape.length);
    const numbers = await resampled(work, await numbersOf(work, image), image.shape, interpolation, (axis, i) => i - (each[axis] as number));
    return interpolated(work, numbers, image.dtype);
  },
});
