import { dtypeRange, isFloat, isInteger, type ArraySpec } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import { gaussianDtype, gaussianScale, gaussianWindows } from "@openhcs/functions/for-kernels";
import { cpuKernel } from "./cpu-kernel.js";

export const gaussianKernel = cpuKernel(gaussian, {
  cost: { latencyUs: 30, gbPerSec: 2 },
  accumulates: "float32",
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    const { convention, preserveRange } = parameters;
    if (convention === "cv2" && !isFloat(image.dtype)) return "leaves OpenCV's fixed-point sums of integers to the reference";
    if (convention === "cv2" && gaussianWindows(image, parameters).some(({ sigma }) => sigma === 0)) return "leaves windows without a sigma to the reference";
    if (convention === "skimage" && preserveRange === false && isSigned(image)) return "leaves the scaling of signed integers to the reference";
    return ["float32", "float64"].includes(gaussianDtype(image, parameters)) || "keeps results between axes as float32 or float64 only";
  },
  run({ image }, parameters, { session, signal }) {
    const windows = gaussianWindows(image, parameters);
    const scale = gaussianScale(image, parameters);
    return session.run("gaussian", {
      inputs: [image],
      output: { dtype: gaussianDtype(image, parameters), shape: image.shape },
      parameters: {
        sigma: windows.map(({ sigma }) => sigma), radius: windows.map(({ radius }) => radius),
        mode: parameters.mode, cval: parameters.cval / scale, scale,
      },
      signal,
    });
  },
});

function isSigned({ dtype }: ArraySpec): boolean {
  return isInteger(dtype) && dtypeRange(dtype).min < 0;
}
