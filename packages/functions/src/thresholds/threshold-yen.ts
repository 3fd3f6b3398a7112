import { defineFunction } from "@openhcs/core";
import { imageDtypes } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { imageHistogram, type Histogram } from "./histogram.js";
import { nbinsParameter } from "./nbins.js";
import { singleLog } from "./single-log.js";

/** Foreground by Yen's threshold: mask, threshold and count. */
export const thresholdYen = defineFunction({
  name: "thresholdYen",
  documentation: `Separates foreground from background at Yen's threshold.

The threshold is the histogram bin t that maximises Yen's correlation criterion log((P₁ (1 − P₁))² / (S₁ S₂)), with P₁ the fraction of
pixels up to t and S₁, S₂ the sums of squared fractions up to t and beyond; the first of equal ones. Computed in float32, logarithm
included, as scikit-image does, so that equally good bins come out alike. Foreground is image > threshold.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and the
threshold is a bin's centre. A constant image returns its value, so that nothing is foreground. The histogram is that of the whole array;
with sliceBySlice every plane has its own threshold. Empty images and images with NaN or infinities are refused (NO_THRESHOLD).`,
  category: "thresholds",
  tags: ["segmentation", "mask", "histogram", "automatic"],
  synonyms: ["yen", "binarize", "auto threshold", "threshold_yen"],
  source: "Yen, Chang and Chang 1995, IEEE Trans. Image Processing 4(3); skimage.filters.threshold_yen 0.19",
  citations: [{ text: "Yen J C, Chang F J, Chang S (1995). A new criterion for automatic multilevel thresholding. IEEE Trans. Image Process. 4(3):370–378.", doi: "10.1109/83.366472" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: { nbins: nbinsParameter },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.04 },
  tolerance: { kind: "exact" },
  examples: [{}, { nbins: 64 }],
  golden: [{ op: "threshold_yen", variant: "skimage" }],
  reference: ({ image }, { nbins }) => foregroundAbove(image, yenThreshold(imageHistogram(image, nbins, "thresholdYen"))),
});

/** The bin centre that maximises the correlation of the classes of a histogram. */
export function yenThreshold({ centres, counts }: Histogram): number {
  const { fround } = Math;
  const last = counts.length - 1;
  const total = fround(counts.reduce((sum, count) => sum + count, 0));
  const fractions = Float32Array.from(counts, (count) => fround(count) / total);
  const squaresAbove = new Float32Array(last + 2);
  for (let k = last; k >= 0; k--) squaresAbove[k] = (squaresAbove[k + 1] as number) + fround((fractions[k] as number) ** 2);
  let [best, greatest, below, squaresBelow] = [0, -Infinity, 0, 0];
  for (let k = 0; k < last; k++) {
    const fraction = fractions[k] as number;
    below = fround(below + fraction);
    squaresBelow = fround(squaresBelow + fround(fraction * fraction));
    const spread = fround(below * fround(1 - below));
    const ratio = fround(fround(1 / fround(squaresBelow * (squaresAbove[k + 1] as number))) * fround(spread * spread));
    const criterion = ratio > 0 && ratio < Infinity ? singleLog(ratio) : Math.log(ratio);
    if (criterion > greatest) [best, greatest] = [k, criterion];
  }
  return centres[best] as number;
}
