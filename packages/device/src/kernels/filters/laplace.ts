import { laplace } from "@openhcs/functions";
import { dueDtype, secondDifference } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { combine } from "./combine.js";
import { sumType } from "./correlate-axes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";
import { unitScale } from "./unit-scale.js";

export const laplaceKernel = deviceKernel(laplace, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports: ({ image }, { outDtype }) => (image === undefined ? "needs an image" : keepsResults(image.dtype, outDtype)),
  async run({ image }, { convention, mode = "reflect", cval = 0, outDtype }, work) {
    const isScaled = convention === "skimage";
    const kept = dueDtype(image.dtype, outDtype);
    const compute = sumType(image.dtype, kept);
    const options = { boundary: { mode, cval }, kept, compute, scale: isScaled ? unitScale(image.dtype) : 1 };
    const sum = await sumOverAxes(work, image, (axis) => [{ axis, weights: secondDifference }], options);
    if (isScaled) await combine(work, "(C)0 - a", sum, sum, sum, compute);
    return sum;
  },
});
