import { defineFunction, isInteger, type Dtype } from "@openhcs/core";
import { imageDtypes } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { imageHistogram, type Histogram } from "./histogram.js";
import { nbinsParameter } from "./nbins.js";
import { NoThresholdError } from "./threshold-errors.js";

/** Foreground by the threshold midway between the means of its two classes: mask, threshold and count. */
export const thresholdIsodata = defineFunction({
  name: "thresholdIsodata",
  documentation: `Separates foreground from background midway between their means (Ridler and Calvard's ISODATA, inter-means).

The threshold is the first histogram bin t with 0 ≤ (μ₁ + μ₂) / 2 − t < bin width, where μ₁ is the mean up to t and μ₂ the mean beyond.
Counts, and for float32 images the means too, are float32 as in scikit-image. Foreground is image > threshold.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and the
threshold is a bin's centre. A constant image returns its value, so that nothing is foreground. The histogram is that of the whole array;
with sliceBySlice every plane has its own threshold. Empty images, images with NaN or infinities and images in which no bin meets the
criterion are refused (NO_THRESHOLD).`,
  category: "thresholds",
  tags: ["segmentation", "mask", "histogram", "automatic"],
  synonyms: ["isodata", "inter-means", "Ridler-Calvard", "binarize", "auto threshold", "threshold_isodata"],
  source: "Ridler and Calvard 1978, IEEE Trans. SMC 8; skimage.filters.threshold_isodata 0.19",
  citations: [{ text: "Ridler T W, Calvard S (1978). Picture thresholding using an iterative selection method. IEEE Trans. Syst. Man Cybern. 8(8):630–632.", doi: "10.1109/TSMC.1978.4310039" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: { nbins: nbinsParameter },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.04 },
  tolerance: { kind: "exact" },
  examples: [{}, { nbins: 64 }],
  golden: [{ op: "threshold_isodata", variant: "skimage" }],
  reference: ({ image }, { nbins }) => foregroundAbove(image, isodataThreshold(imageHistogram(image, nbins, "thresholdIsodata"), image.dtype)),
});

/** @throws NoThresholdError where no bin meets the criterion */
export function isodataThreshold(histogram: Histogram, dtype: Dtype): number {
  const threshold = midwayThreshold(histogram, dtype);
  if (threshold !== undefined) return threshold;
  throw new NoThresholdError("thresholdIsodata", "no bin of the histogram lies midway between the means.", "Change nbins, or take another threshold such as thresholdOtsu.");
}

function midwayThreshold({ centres, counts }: Histogram, dtype: Dtype): number | undefined {
  const last = counts.length - 1;
  if (last === 0) return centres[0] as number;
  const round = dtype === "float32" || dtype === "float16" ? Math.fround : (value: number) => value;
  const singles = Float32Array.from(counts);
  const counted = new Float32Array(last + 1);
  const summed = new Float64Array(last + 1);
  for (let k = 0, count = 0, sum = 0; k <= last; k++) {
    counted[k] = count = Math.fround(count + (singles[k] as number));
    summed[k] = sum = round(sum + round((singles[k] as number) * (centres[k] as number)));
  }
  const width = round((centres[1] as number) - (centres[0] as number));
  for (let k = 0; k < last; k++) {
    const lower = round((summed[k] as number) / (counted[k] as number));
    const above = Math.fround((counted[last] as number) - (counted[k] as number));
    const higher = round(round((summed[last] as number) - (summed[k] as number)) / above);
    const mean = round(round(lower + higher) / 2);
    if (isInteger(dtype)) {
      // Every whole number up to the next value that occurs has a bin of its own.
      const threshold = Math.floor(mean);
      if (threshold >= (centres[k] as number) && threshold < (centres[k + 1] as number) && mean - threshold < 1) return threshold;
    } else {
      const distance = round(mean - (centres[k] as number));
      if (distance >= 0 && distance < width) return centres[k] as number;
    }
  }
  return undefined;
}
