import { min } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { extremeValues } from "./extremes.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { withValue } from "./with-value.js";

export const minKernel = deviceKernel(min, {
  cost: reductionCost,
  accumulates: "float64",
  run: async ({ image }, { axis, nanPolicy }, work) => withValue(await extremeValues(await linesOf(image, axis, work), -1, nanPolicy, work), work),
});
