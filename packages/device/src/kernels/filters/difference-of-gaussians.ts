import { differenceOfGaussians } from "@openhcs/functions";
import { dueDtype, gaussianWindows, highSigmas } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { combine } from "./combine.js";
import { correlateAxes, sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";
import { unitScale } from "./unit-scale.js";

export const differenceOfGaussiansKernel = deviceKernel(differenceOfGaussians, {
  cost: { latencyUs: 100, gbPerSec: 1 },
  accumulates: "float32",
  needsFp64: (inputs) => sumsDoubles(inputs),
  supports: ({ image }) => (image === undefined ? "needs an image" : keepsResults(image.dtype)),
  async run({ image }, { convention, lowSigma, highSigma, mode, cval, truncate }, work) {
    const kept = dueDtype(image.dtype, undefined);
    const compute = sumType(image.dtype, kept);
    const options = { boundary: { mode, cval }, kept, compute, scale: convention === "skimage" ? unitScale(image.dtype) : 1 };
    const smooth = (sigma: number | readonly number[]) => correlateAxes(work, image, gaussianPasses(gaussianWindows(image, { convention: "scipy", sigma, truncate })), options);
    const low = await smooth(lowSigma);
    const high = await smooth(highSigmas(image.shape.length, lowSigma, highSigma));
    await combine(work, "a - b", low, high, low, compute);
    return low;
  },
});
