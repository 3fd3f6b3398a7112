import { stackPercentileNormalize } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { percentileLimits } from "./percentile-limits.js";
import { stretched } from "./stretch.js";

export const stackPercentileNormalizeKernel = deviceKernel(stackPercentileNormalize, {
  cost: { latencyUs: 400, gbPerSec: 2 },
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { low, high, outMin, outMax }, work) {
    const limits = await percentileLimits(image, 1, [low, high], work);
    return stretched(image, limits, { outMin, outMax, multipliesFirst: true, rounds: false, dtype: image.dtype }, work);
  },
});
