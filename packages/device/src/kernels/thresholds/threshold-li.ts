import { thresholdLi } from "@openhcs/functions";
import { liThresholdOf } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { integerHistogram } from "./image-histogram.js";

export const thresholdLiKernel = deviceKernel(thresholdLi, {
  cost: thresholdCost,
  dtypes: ["bool", "uint8", "int8", "uint16", "int16"], // Of floats every pass sums what lies on each side, in the reference's own order.
  accumulates: "float64",
  needsFp64: () => true,
  run: async ({ image }, search, work) => foregroundAbove(image, liThresholdOf(await integerHistogram(image, work), search), work),
});
