import { thresholdOtsu } from "@openhcs/functions";
import { opencvOtsuThreshold, otsuThreshold } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdOtsuKernel = deviceKernel(thresholdOtsu, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { convention, nbins = 256 }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdOtsu", work);
    return foregroundAbove(image, convention === "cv2" ? opencvOtsuThreshold(histogram) : otsuThreshold(histogram), work);
  },
});
