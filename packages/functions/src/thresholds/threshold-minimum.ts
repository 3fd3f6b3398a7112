import { defineFunction } from "@openhcs/core";
import { imageDtypes } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { centreAt, imageHistogram, type Histogram } from "./histogram.js";
import { nbinsParameter } from "./nbins.js";
import { NoThresholdError } from "./threshold-errors.js";

/** As many as uint16 has; more would be smoothed thousands of times for minutes. */
const mostBins = 1 << 16;

/** Foreground by the valley between the two peaks of the histogram: mask, threshold and count. */
export const thresholdMinimum = defineFunction({
  name: "thresholdMinimum",
  documentation: `Separates foreground from background at the valley between the two peaks of the histogram.

The histogram is smoothed by running means of three bins until it has two peaks; the threshold is the lowest bin between them, the first one
of equal ones. Foreground is image > threshold.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and the
threshold is a bin's centre. The histogram is that of the whole array; with sliceBySlice every plane has its own threshold. Images whose
histogram never has two peaks, as constant ones, empty images and images with NaN or infinities are refused (NO_THRESHOLD), and integers
that span more than ${mostBins} values too.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "histogram", "automatic"],
  synonyms: ["minimum", "bimodal", "valley", "Prewitt-Mendelsohn", "binarize", "auto threshold", "threshold_minimum"],
  source: "Prewitt and Mendelsohn 1966, Ann. N.Y. Acad. Sci. 128; skimage.filters.threshold_minimum 0.19",
  citations: [{ text: "Prewitt J M S, Mendelsohn M L (1966). The analysis of cell images. Ann. N. Y. Acad. Sci. 128(3):1035–1053.", doi: "10.1111/j.1749-6632.1965.tb11715.x" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    nbins: { ...nbinsParameter, max: mostBins },
    maxNumIter: { type: "integer", min: 1, max: 100_000, default: 10_000, description: "How often the histogram is smoothed at most." },
  },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 2000, gbPerSec: 0.03 },
  tolerance: { kind: "exact" },
  examples: [{}, { nbins: 32 }],
  golden: [{ op: "threshold_minimum", variant: "skimage" }],
  reference: ({ image }, { nbins, maxNumIter }) => foregroundAbove(image, minimumThreshold(imageHistogram(image, nbins, "thresholdMinimum"), maxNumIter)),
});

/** @throws NoThresholdError where there is no valley between two peaks */
export function minimumThreshold(histogram: Histogram, maxNumIter: number): number {
  const valley = valleyOf(everyBin(histogram), maxNumIter);
  if (valley !== undefined) return centreAt(histogram, valley);
  throw new NoThresholdError("thresholdMinimum", "the histogram never has two peaks.", "Take another threshold, such as thresholdOtsu.");
}

/** Counts of empty bins too. */
function everyBin({ counts, positions }: Histogram): Float64Array {
  const bins = (positions.at(-1) as number) + 1;
  if (bins > mostBins) throw new NoThresholdError("thresholdMinimum", `the image spans ${bins} values, more than ${mostBins} bins.`, "Convert it to uint16 first.");
  const all = new Float64Array(bins);
  for (let k = 0; k < counts.length; k++) all[positions[k] as number] = counts[k] as number;
  return all;
}

function valleyOf(counts: Float64Array, maxNumIter: number): number | undefined {
  let smoothed = counts;
  for (let pass = 1; pass <= maxNumIter; pass++) {
    smoothed = meansOfThree(smoothed);
    const peaks = firstPeaks(smoothed);
    if (peaks.length > 2) continue;
    // What the last pass allowed gives counts as not having ended.
    if (peaks.length < 2 || pass === maxNumIter) return undefined;
    const [from, to] = peaks as [number, number];
    let valley = from;
    for (let k = from; k <= to; k++) if ((smoothed[k] as number) < (smoothed[valley] as number)) valley = k;
    return valley;
  }
  return undefined;
}

/** Running means in the order of `scipy.ndimage.uniform_filter1d`, whose rounding decides over peaks; beyond the ends they repeat. */
function meansOfThree(counts: Float64Array): Float64Array {
  const last = counts.length - 1;
  const at = (k: number) => counts[Math.min(Math.max(k, 0), last)] as number;
  const means = new Float64Array(last + 1);
  let sum = at(-1) + at(0) + at(1);
  means[0] = sum / 3;
  for (let k = 1; k <= last; k++) {
    sum += at(k + 1) - at(k - 2);
    means[k] = sum / 3;
  }
  return means;
}

/** Where the counts begin to fall after they rose, up to three places. */
function firstPeaks(counts: Float64Array): readonly number[] {
  const peaks: number[] = [];
  let isRising = true;
  for (let k = 0; k < counts.length - 1 && peaks.length < 3; k++) {
    const [here, next] = [counts[k] as number, counts[k + 1] as number];
    if (isRising && next < here) peaks.push(k);
    if (isRising ? next < here : next > here) isRising = !isRising;
  }
  return peaks;
}
