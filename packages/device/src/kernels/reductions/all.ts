import { all } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { marked } from "./marks.js";
import { reductionCost } from "./reduction-cost.js";

export const allKernel = deviceKernel(all, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  run: ({ image }, { axis }, work) => marked(image, axis, "all", work),
});
