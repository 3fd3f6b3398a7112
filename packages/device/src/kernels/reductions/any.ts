import { any } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { marked } from "./marks.js";
import { reductionCost } from "./reduction-cost.js";

export const anyKernel = deviceKernel(any, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  run: ({ image }, { axis }, work) => marked(image, axis, "some", work),
});
