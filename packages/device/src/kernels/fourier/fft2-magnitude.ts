import { sizeOf } from "@openhcs/core";
import { fft2Magnitude } from "@openhcs/functions";
import { planeAxes, toMiddle } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { gather, rolled } from "../geometry/gather.js";
import { partsProgram } from "./parts-program.js";
import { fitsTransform, spectrumOf } from "./spectrum.js";

export const fft2MagnitudeKernel = deviceKernel(fft2Magnitude, {
  cost: { latencyUs: 300, gbPerSec: 0.5 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ image }) => fitsTransform(image),
  async run({ image }, { shift }, work) {
    const { shape } = image;
    const axes = planeAxes(shape);
    const { re, im } = await spectrumOf(work, image, shape, axes);
    const magnitudes = work.array("float64", shape);
    const size = sizeOf(shape);
    (await partsProgram(work)).launch("magnitudes", size, [re, im, magnitudes, size]);
    if (!shift) return magnitudes;
    const shifts = toMiddle(shape, axes);
    return gather(work, magnitudes, shape.map((extent, axis) => ({ axis, reads: rolled(extent, shifts[axis] as number) })));
  },
});
