import { convolve, correlate } from "@openhcs/functions";
import { flipped, kernelOf } from "@openhcs/functions/for-kernels";
import { gpuKernel } from "../gpu-kernel.js";
import { keepsSingles } from "./correlate-axes.js";
import { takesKernel, weightedSums } from "./weighted-sums.js";

export const correlateKernel = gpuKernel(correlate, {
  cost: { latencyUs: 300, gbPerSec: 1 },
  supports({ image }, { kernel, origin, outDtype }) {
    const answer = keepsSingles(image?.dtype, outDtype);
    return answer === true && image !== undefined ? takesKernel(image.shape, kernelOf(kernel, origin, image.shape.length)) : answer;
  },
  run: ({ image }, { kernel, mode, cval, origin }, work) => weightedSums(work, image, [kernelOf(kernel, origin, image.shape.length)], { boundary: { mode, cval } }),
});

export const convolveKernel = gpuKernel(convolve, {
  cost: { latencyUs: 300, gbPerSec: 1 },
  supports({ image }, { kernel, origin, outDtype }) {
    const answer = keepsSingles(image?.dtype, outDtype);
    return answer === true && image !== undefined ? takesKernel(image.shape, kernelOf(kernel, origin, image.shape.length)) : answer;
  },
  run: ({ image }, { kernel, mode, cval, origin }, work) => weightedSums(work, image, [flipped(kernelOf(kernel, origin, image.shape.length))], { boundary: { mode, cval } }),
});
