import { isFloat } from "@openhcs/core";
import { uniformFilter } from "@openhcs/functions";
import { perAxis } from "@openhcs/functions/for-kernels";
import { gpuKernel } from "../gpu-kernel.js";
import { correlateAxes, keepsSingles } from "./correlate-axes.js";

export const uniformFilterKernel = gpuKernel(uniformFilter, {
  cost: { latencyUs: 300, gbPerSec: 1 },
  supports({ image }, { origin, outDtype }) {
    if (image === undefined) return "needs an image";
    if (isFloat(image.dtype)) return "leaves running sums of floats, in which a NaN stays to the end of its line, to the reference";
    if (perAxis(origin, image.shape.length).some((each) => each !== 0)) return "leaves windows with an origin to the reference";
    return keepsSingles(image.dtype, outDtype);
  },
  run({ image }, { size, mode, cval }, work) {
    const passes = perAxis(size, image.shape.length).map((window, axis) => ({ axis, weights: new Float64Array(window).fill(1 / window) }));
    return correlateAxes(work, image, passes.filter(({ weights }) => weights.length > 1), { boundary: { mode, cval } });
  },
});
