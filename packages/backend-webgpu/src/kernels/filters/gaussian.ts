import { isFloat } from "@openhcs/core";
import { gaussianPasses } from "@openhcs/device/portable";
import { gaussian } from "@openhcs/functions";
import { gaussianDtype, gaussianScale, gaussianWindows, opencvWeights, perAxis } from "@openhcs/functions/for-kernels";
import { gpuKernel } from "../gpu-kernel.js";
import { correlateAxes } from "./correlate-axes.js";

export const gaussianKernel = gpuKernel(gaussian, {
  cost: { latencyUs: 300, gbPerSec: 2 },
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    if (parameters.convention === "cv2") return isFloat(image.dtype) || "leaves OpenCV's fixed point to double precision";
    return gaussianDtype(image, parameters) === "float32" || "leaves sums that are not kept as float32 to double precision";
  },
  run({ image }, parameters, work) {
    const { convention, sigma, kernelSize = 0, mode, cval } = parameters;
    const boundary = { mode, cval };
    if (convention !== "cv2") return correlateAxes(work, image, gaussianPasses(gaussianWindows(image, parameters)), { boundary, scale: gaussianScale(image, parameters) });
    const { y, x } = opencvWeights({ size: perAxis(kernelSize, 2), sigma: perAxis(sigma, 2) }, image.dtype);
    return correlateAxes(work, image, [{ axis: 1, weights: x }, { axis: 0, weights: y }], { boundary });
  },
});
