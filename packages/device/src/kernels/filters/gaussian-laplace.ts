import { gaussianLaplace } from "@openhcs/functions";
import { dueDtype, gaussianWindows } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";

export const gaussianLaplaceKernel = deviceKernel(gaussianLaplace, {
  cost: { latencyUs: 100, gbPerSec: 1 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports: ({ image }, { outDtype }) => (image === undefined ? "needs an image" : keepsResults(image.dtype, outDtype)),
  run({ image }, { sigma, mode, cval, truncate, outDtype }, work) {
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    const kept = dueDtype(image.dtype, outDtype);
    const passesOf = (derived: number) => gaussianPasses(windows, windows.map((_, axis) => (axis === derived ? 2 : 0)));
    return sumOverAxes(work, image, passesOf, { boundary: { mode, cval }, kept, compute: sumType(image.dtype, kept) });
  },
});
