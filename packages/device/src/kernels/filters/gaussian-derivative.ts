import { gaussianDerivative } from "@openhcs/functions";
import { dueDtype, gaussianWindows, perAxis } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { correlateAxes, sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";

export const gaussianDerivativeKernel = deviceKernel(gaussianDerivative, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports: ({ image }, { outDtype }) => (image === undefined ? "needs an image" : keepsResults(image.dtype, outDtype)),
  run({ image }, { order, sigma, mode, cval, truncate, outDtype }, work) {
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    const kept = dueDtype(image.dtype, outDtype);
    return correlateAxes(work, image, gaussianPasses(windows, perAxis(order, windows.length)), { boundary: { mode, cval }, kept, compute: sumType(image.dtype, kept) });
  },
});
