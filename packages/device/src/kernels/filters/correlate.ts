import { correlate } from "@openhcs/functions";
import { dueDtype, kernelOf } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { sumType } from "./correlate-axes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";
import { takesKernel, weightedSums } from "./weighted-sums.js";

export const correlateKernel = deviceKernel(correlate, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports({ image }, { kernel, origin, outDtype }) {
    if (image === undefined) return "needs an image";
    const answer = keepsResults(image.dtype, outDtype);
    return answer === true ? takesKernel(image.shape, kernelOf(kernel, origin, image.shape.length)) : answer;
  },
  run({ image }, { kernel, mode, cval, origin, outDtype }, work) {
    const kept = dueDtype(image.dtype, outDtype);
    return weightedSums(work, image, [kernelOf(kernel, origin, image.shape.length)], { boundary: { mode, cval }, kept, compute: sumType(image.dtype, kept) });
  },
});
