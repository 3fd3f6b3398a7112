import { gaussianBlur } from "@openhcs/functions";
import { gaussianWindows } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { correlateAxes } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { keepsResults } from "./linear-dtype.js";

export const gaussianBlurKernel = deviceKernel(gaussianBlur, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ image }) => (image === undefined ? "needs an image" : keepsResults(image.dtype, "same")),
  run({ image }, { sigma }, work) {
    const passes = gaussianPasses(gaussianWindows(image, { convention: "scipy", sigma: [0, sigma, sigma] }));
    return correlateAxes(work, image, passes, { boundary: { mode: "nearest", cval: 0 }, kept: image.dtype, between: "float64", compute: "float64" });
  },
});
