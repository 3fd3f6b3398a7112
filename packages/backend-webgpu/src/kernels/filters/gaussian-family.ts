import { gaussianPasses, unitScale } from "@openhcs/device/portable";
import { differenceOfGaussians, gaussianDerivative, gaussianGradientMagnitude, gaussianLaplace, laplace } from "@openhcs/functions";
import { gaussianWindows, highSigmas, perAxis, secondDifference } from "@openhcs/functions/for-kernels";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { combined } from "./combine.js";
import { correlateAxes, keepsSingles } from "./correlate-axes.js";
import { sumOverAxes } from "./sum-over-axes.js";

const cost = { latencyUs: 500, gbPerSec: 1 } as const;

/** Derivatives, of a smoothed image but for the last. */
export const derivativeKernels: readonly GpuKernel[] = [
  gpuKernel(gaussianLaplace, {
    cost,
    supports: ({ image }, { outDtype }) => keepsSingles(image?.dtype, outDtype),
    run({ image }, { sigma, mode, cval, truncate }, work) {
      const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
      return sumOverAxes(work, image, (derived) => gaussianPasses(windows, windows.map((_, axis) => (axis === derived ? 2 : 0))), { boundary: { mode, cval } });
    },
  }),
  gpuKernel(gaussianGradientMagnitude, {
    cost,
    supports: ({ image }, { outDtype }) => keepsSingles(image?.dtype, outDtype),
    async run({ image }, { sigma, mode, cval, truncate }, work) {
      const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
      const squares = await sumOverAxes(work, image, (derived) => gaussianPasses(windows, windows.map((_, axis) => Number(axis === derived))), { boundary: { mode, cval } }, "b * b");
      return combined(work, "sqrt(a)", squares);
    },
  }),
  gpuKernel(gaussianDerivative, {
    cost,
    supports: ({ image }, { outDtype }) => keepsSingles(image?.dtype, outDtype),
    run({ image }, { order, sigma, mode, cval, truncate }, work) {
      const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
      return correlateAxes(work, image, gaussianPasses(windows, perAxis(order, windows.length)), { boundary: { mode, cval } });
    },
  }),
  gpuKernel(differenceOfGaussians, {
    cost,
    supports: ({ image }) => keepsSingles(image?.dtype),
    async run({ image }, { convention, lowSigma, highSigma, mode, cval, truncate }, work) {
      const reading = { boundary: { mode, cval }, scale: convention === "skimage" ? unitScale(image.dtype) : 1 };
      const smooth = (sigma: number | readonly number[]) => correlateAxes(work, image, gaussianPasses(gaussianWindows(image, { convention: "scipy", sigma, truncate })), reading);
      return combined(work, "a - b", await smooth(lowSigma), await smooth(highSigmas(image.shape.length, lowSigma, highSigma)));
    },
  }),
  gpuKernel(laplace, {
    cost,
    supports: ({ image }, { outDtype }) => keepsSingles(image?.dtype, outDtype),
    async run({ image }, { convention, mode = "reflect", cval = 0 }, work) {
      const isScaled = convention === "skimage";
      const sum = await sumOverAxes(work, image, (axis) => [{ axis, weights: secondDifference }], { boundary: { mode, cval }, scale: isScaled ? unitScale(image.dtype) : 1 });
      return isScaled ? combined(work, "0.0 - a", sum) : sum;
    },
  }),
];
