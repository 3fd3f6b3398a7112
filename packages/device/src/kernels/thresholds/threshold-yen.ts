import { thresholdYen } from "@openhcs/functions";
import { yenThreshold } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdYenKernel = deviceKernel(thresholdYen, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { nbins }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdYen", work);
    return foregroundAbove(image, yenThreshold(histogram), work);
  },
});
