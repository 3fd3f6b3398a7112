import { isFloat, sizeOf } from "@openhcs/core";
import { thresholdMean } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { linesOf } from "../reductions/lines.js";
import { means } from "../reductions/sums.js";
import { numberIn } from "../reductions/with-value.js";
import { foregroundAbove, thresholdCost } from "./foreground-above.js";
import { orderedMean } from "./ordered-mean.js";

/** Up to so many pixels the sum of 32-bit integers is exact in whatever order. */
const mostWide = 2 ** 21;

export const thresholdMeanKernel = deviceKernel(thresholdMean, {
  cost: thresholdCost,
  accumulates: "float64",
  needsFp64: () => true,
  supports({ image }) {
    const isWide = image?.dtype === "int32" || image?.dtype === "uint32";
    return !isWide || sizeOf(image.shape) <= mostWide || `leaves more than ${mostWide} pixels of 32-bit integers to the reference`;
  },
  async run({ image }, _, work) {
    const mean = isFloat(image.dtype)
      ? await orderedMean(image, work)
      : await numberIn(await means(await linesOf(image, undefined, work), "propagate", work), work);
    return foregroundAbove(image, mean, work);
  },
});
