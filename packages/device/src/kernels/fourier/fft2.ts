import { fft2 } from "@openhcs/functions";
import { planeAxes } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { fitsTransform, spectrumOf } from "./spectrum.js";

export const fft2Kernel = deviceKernel(fft2, {
  cost: { latencyUs: 300, gbPerSec: 0.5 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ image }) => fitsTransform(image),
  run: ({ image }, _, work) => spectrumOf(work, image, image.shape, planeAxes(image.shape)),
});
