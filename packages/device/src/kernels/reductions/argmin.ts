import { argmin } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { extremeIndices, supportsIndices } from "./extremes.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { withValue } from "./with-value.js";

export const argminKernel = deviceKernel(argmin, {
  cost: reductionCost,
  accumulates: "float64",
  supports: supportsIndices,
  run: async ({ image }, { axis }, work) => withValue(await extremeIndices(await linesOf(image, axis, work), -1, work), work),
});
