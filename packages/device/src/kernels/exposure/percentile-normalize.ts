import { percentileNormalize } from "@openhcs/functions";
import { floatDtype } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { percentileLimits } from "./percentile-limits.js";
import { stretched } from "./stretch.js";

export const percentileNormalizeKernel = deviceKernel(percentileNormalize, {
  cost: { latencyUs: 400, gbPerSec: 2 },
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { convention, low, high, scope, outMin, outMax }, work) {
    const isOpenHcs = convention === "openhcs";
    const planes = scope === "stack" || image.shape.length < 3 ? 1 : (image.shape[0] as number);
    const limits = await percentileLimits(image, planes, [low, high], work);
    const dtype = isOpenHcs ? image.dtype : floatDtype(image.dtype);
    const result = await stretched(image, limits, { outMin, outMax, multipliesFirst: isOpenHcs, rounds: isOpenHcs, dtype }, work);
    const ofPlanes = (which: 0 | 1) => Array.from({ length: planes }, (_, plane) => limits[2 * plane + which] as number);
    return { image: result, low: ofPlanes(0), high: ofPlanes(1) };
  },
});
