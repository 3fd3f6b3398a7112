import { defineFunction, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { imageHistogram, type Histogram } from "./histogram.js";
import { multiOtsuBins } from "./multi-otsu.js";
import { nbinsParameter } from "./nbins.js";
import { NoThresholdError } from "./threshold-errors.js";

/** Several classes of intensity by Otsu's criterion: which class each pixel is of, and the thresholds between them. */
export const thresholdMultiotsu = defineFunction({
  name: "thresholdMultiotsu",
  documentation: `Divides intensities into several classes at the thresholds of Otsu's method.

The thresholds are the classes − 1 histogram bins that maximise the variance between classes, Σ w (μ − mean)², the lowest of equal ones;
probabilities and sums are float32 as in scikit-image. A pixel's class is the number of thresholds that it exceeds, 0 for the darkest.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and
thresholds are centres of bins. The histogram is that of the whole array; with sliceBySlice every plane has its own thresholds. Images with
fewer different values than classes, as constant ones, empty images and images with NaN or infinities are refused (NO_THRESHOLD).`,
  category: "thresholds",
  tags: ["segmentation", "classes", "histogram", "automatic"],
  synonyms: ["multi-otsu", "multilevel threshold", "posterize", "threshold_multiotsu"],
  source: "Liao, Chen and Chung 2001, J. Inf. Sci. Eng. 17(5); skimage.filters.threshold_multiotsu 0.19",
  citations: [{ text: "Liao P S, Chen T S, Chung P C (2001). A fast algorithm for multilevel thresholding. J. Inf. Sci. Eng. 17(5):713–727.", doi: "10.6688/JISE.2001.17.5.1" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    classes: { type: "integer", min: 2, max: 8, default: 3, description: "Number of classes, one more than thresholds." },
    nbins: { ...nbinsParameter, max: 1 << 16 },
  },
  outputs: {
    classes: { type: "array", result: "labels", description: "Class of each pixel, from 0 for the darkest." },
    thresholds: { type: "list", description: "Intensities of the thresholds, ascending." },
  },
  main: "classes",
  contract: "flexible",
  cost: { latencyUs: 2000, gbPerSec: 0.03 },
  tolerance: { kind: "exact" },
  examples: [{}, { classes: 2 }, { classes: 4, nbins: 32 }],
  golden: [{ op: "threshold_multiotsu", variant: "skimage" }],
  reference({ image }, { classes, nbins }) {
    const thresholds = thresholdsOf(imageHistogram(image, nbins, "thresholdMultiotsu"), classes);
    const values = numbersOf(image);
    const data = new Uint32Array(values.length);
    for (const threshold of thresholds) {
      for (let i = 0; i < values.length; i++) if ((values[i] as number) > threshold) data[i] = (data[i] as number) + 1;
    }
    return { classes: new NdArray({ data, shape: image.shape }), thresholds };
  },
});

/** The thresholds of a histogram. @throws NoThresholdError */
export function thresholdsOf(histogram: Histogram, classes: number): readonly number[] {
  const occupied = occupiedBins(histogram);
  const different = occupied.counts.length;
  if (different < classes) {
    throw new NoThresholdError("thresholdMultiotsu", `the image has ${different} different value${different === 1 ? "" : "s"}, fewer than ${classes} classes.`, "Ask for fewer classes, or for more bins.");
  }
  const ends = different === classes ? Array.from({ length: classes - 1 }, (_, k) => k) : multiOtsuBins(occupied, classes);
  return ends.map((end) => occupied.centres[end] as number);
}

/** Without empty bins, where no threshold can be better than at the bin before them. */
function occupiedBins({ centres, counts, positions }: Histogram): Histogram {
  const isOccupied = (_: number, k: number) => (counts[k] as number) > 0;
  return { centres: centres.filter(isOccupied), counts: counts.filter(isOccupied), positions: positions.filter(isOccupied) };
}
