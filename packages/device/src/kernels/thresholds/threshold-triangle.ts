import { thresholdTriangle } from "@openhcs/functions";
import { triangleThreshold } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdTriangleKernel = deviceKernel(thresholdTriangle, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { nbins }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdTriangle", work);
    return foregroundAbove(image, triangleThreshold(histogram), work);
  },
});
