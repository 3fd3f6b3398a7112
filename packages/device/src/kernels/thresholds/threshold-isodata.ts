import { thresholdIsodata } from "@openhcs/functions";
import { isodataThreshold } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdIsodataKernel = deviceKernel(thresholdIsodata, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { nbins }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdIsodata", work);
    return foregroundAbove(image, isodataThreshold(histogram, image.dtype), work);
  },
});
