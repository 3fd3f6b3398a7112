import { sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { fftConvolve } from "@openhcs/functions";
import { paddedKernel, readKernel } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { gatherInto } from "../geometry/gather.js";
import { loadNumbers } from "../load-numbers.js";
import { fitsTransform, invertAxes, multiplyBlocks, spectrumOf, transformAxes } from "./spectrum.js";

export const fftConvolveKernel = deviceKernel(fftConvolve, {
  cost: { latencyUs: 500, gbPerSec: 0.3 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ image }) => fitsTransform(image),
  async run({ image, psf }, { kernel = [], centered }, work) {
    const { shape } = image;
    const listed = psf === undefined ? readKernel(kernel) as NdArray : undefined;
    const rank = (listed ?? psf)?.shape.length ?? 0;
    const axes = [...shape.keys()].slice(shape.length - rank);
    const window = shape.slice(shape.length - rank);
    const weights = listed === undefined ? await padded(work, psf as DeviceArray, window, centered) : await work.table(paddedKernel(window, listed, centered), "float64");
    const response = await transformAxes(work, { re: weights, im: work.zeros("float64", window) }, window, [...window.keys()]);
    const spectrum = await spectrumOf(work, image, shape, axes);
    await multiplyBlocks(work, spectrum, response);
    return (await invertAxes(work, spectrum, shape, axes)).re;
  },
});

/** The kernel in the corner of zeros, or about it where its centre is the origin. */
async function padded(work: DeviceWork, psf: DeviceArray, window: Shape, centered: boolean): Promise<DeviceArray> {
  const numbers = await loadNumbers(work, psf, "float64");
  const result = work.array("float64", [sizeOf(window)]);
  const axes = window.map((extent, axis) => {
    const length = psf.shape[axis] as number;
    const origin = centered ? length >> 1 : 0;
    const reads = new Int32Array(extent).fill(-1);
    for (let k = 0; k < length; k++) reads[(k - origin + extent) % extent] = k;
    return { axis, reads };
  });
  await gatherInto(work, numbers, psf.shape, axes, result);
  return result;
}
