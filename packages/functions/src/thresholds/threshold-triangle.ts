import { defineFunction } from "@openhcs/core";
import { imageDtypes } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { centreAt, imageHistogram, type Histogram } from "./histogram.js";
import { nbinsParameter } from "./nbins.js";

/** Foreground by the triangle threshold: mask, threshold and count. */
export const thresholdTriangle = defineFunction({
  name: "thresholdTriangle",
  documentation: `Separates foreground from background at the corner of the histogram, by the triangle method.

A line is drawn from the histogram's peak to the end of its longer tail; the threshold is the bin farthest below this line, the first one
from the tail's end among equal ones. Fits a dominant background with a small foreground, or the reverse. Foreground is image > threshold.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and the
threshold is a bin's centre. A constant image returns its value, so that nothing is foreground (scikit-image fails there). The histogram is
that of the whole array; with sliceBySlice every plane has its own threshold. Empty images and images with NaN or infinities are refused
(NO_THRESHOLD).`,
  category: "thresholds",
  tags: ["segmentation", "mask", "histogram", "automatic"],
  synonyms: ["triangle", "Zack", "binarize", "auto threshold", "threshold_triangle"],
  source: "Zack, Rogers and Latt 1977, J. Histochem. Cytochem. 25(7); skimage.filters.threshold_triangle 0.19",
  citations: [{ text: "Zack G W, Rogers W E, Latt S A (1977). Automatic measurement of sister chromatid exchange frequency. J. Histochem. Cytochem. 25(7):741–753.", doi: "10.1177/25.7.70454" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: { nbins: nbinsParameter },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.04 },
  tolerance: { kind: "exact" },
  examples: [{}, { nbins: 64 }],
  golden: [{ op: "threshold_triangle", variant: "skimage" }],
  reference: ({ image }, { nbins }) => foregroundAbove(image, triangleThreshold(imageHistogram(image, nbins, "thresholdTriangle"))),
});

/** The corner of a histogram. */
export function triangleThreshold(histogram: Histogram): number {
  const { counts, positions } = histogram;
  const peak = counts.indexOf(counts.reduce((highest, count) => Math.max(highest, count)));
  const high = positions.at(-1) as number;
  const at = positions[peak] as number;
  const isFlipped = at < high - at;
  const width = isFlipped ? high - at : at;
  if (width === 0) return centreAt(histogram, at);
  const corner = isFlipped
    ? cornerOf(counts.slice().reverse(), positions.slice().reverse().map((position) => high - position), counts[peak] as number, width)
    : cornerOf(counts, positions, counts[peak] as number, width);
  return centreAt(histogram, isFlipped ? high - corner : corner);
}

/** Distance from the tail's end to the bin farthest below the line from there to the peak. */
function cornerOf(counts: Float64Array, distances: Float64Array, peak: number, width: number): number {
  const norm = Math.sqrt(peak ** 2 + width ** 2);
  const [rise, run] = [peak / norm, width / norm];
  let [corner, farthest, next] = [0, -Infinity, 0];
  const consider = (distance: number, count: number) => {
    const length = rise * distance - run * count;
    if (length > farthest) [corner, farthest] = [distance, length];
  };
  for (let k = 0; k < counts.length && next < width; k++) {
    const distance = distances[k] as number;
    // Of empty bins the last one is the farthest.
    if (distance > next) consider(Math.min(distance, width) - 1, 0);
    if (distance < width) consider(distance, counts[k] as number);
    next = distance + 1;
  }
  return corner;
}
