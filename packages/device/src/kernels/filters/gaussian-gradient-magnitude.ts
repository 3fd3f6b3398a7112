import { gaussianGradientMagnitude } from "@openhcs/functions";
import { dueDtype, gaussianWindows } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { combine } from "./combine.js";
import { sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { keepsResults, sumsDoubles } from "./linear-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";

export const gaussianGradientMagnitudeKernel = deviceKernel(gaussianGradientMagnitude, {
  cost: { latencyUs: 100, gbPerSec: 1 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports({ image }, { outDtype }) {
    if (image === undefined) return "needs an image";
    if (["int32", "uint32"].includes(dueDtype(image.dtype, outDtype))) return "leaves squares of which 32 bits are kept to the reference";
    return keepsResults(image.dtype, outDtype);
  },
  async run({ image }, { sigma, mode, cval, truncate, outDtype }, work) {
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    const kept = dueDtype(image.dtype, outDtype);
    const compute = sumType(image.dtype, kept);
    const passesOf = (derived: number) => gaussianPasses(windows, windows.map((_, axis) => Number(axis === derived)));
    const sum = await sumOverAxes(work, image, passesOf, { boundary: { mode, cval }, kept, compute }, "b * b");
    await combine(work, "sqrt(a)", sum, sum, sum, compute);
    return sum;
  },
});
