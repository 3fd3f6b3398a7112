import { std } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { variances } from "./sums.js";
import { withValue } from "./with-value.js";

export const stdKernel = deviceKernel(std, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  run: async ({ image }, { axis, nanPolicy, ddof }, work) => withValue(await variances(await linesOf(image, axis, work), { nanPolicy, ddof, isRoot: true }, work), work),
});
