import { mean } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { means } from "./sums.js";
import { withValue } from "./with-value.js";

export const meanKernel = deviceKernel(mean, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  run: async ({ image }, { axis, nanPolicy }, work) => withValue(await means(await linesOf(image, axis, work), nanPolicy, work), work),
});
