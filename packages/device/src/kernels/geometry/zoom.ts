import { zoom } from "@openhcs/functions";
import { zoomCoordinate, zoomedShape } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { interpolated, numbersOf } from "./numbers.js";
import { fitsResampling, resampled } from "./resampled.js";

export const zoomKernel = deviceKernel(zoom, {
  cost: { latencyUs: 150, gbPerSec: 1 },
  accumulates: "float64",
  supports: ({ image }, parameters) => fitsResampling(image, image === undefined ? undefined : zoomedShape(image.shape, parameters.zoom)),
  async run({ image }, { zoom: factors, gridMode, ...interpolation }, work) {
    const target = zoomedShape(image.shape, factors);
    const numbers = await resampled(work, await numbersOf(work, image), target, interpolation, zoomCoordinate(image.shape, target, gridMode));
    return interpolated(work, numbers, image.dtype);
  },
});
