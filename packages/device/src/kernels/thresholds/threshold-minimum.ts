import { thresholdMinimum } from "@openhcs/functions";
import { minimumThreshold } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdMinimumKernel = deviceKernel(thresholdMinimum, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { nbins, maxNumIter }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdMinimum", work);
    return foregroundAbove(image, minimumThreshold(histogram, maxNumIter), work);
  },
});
