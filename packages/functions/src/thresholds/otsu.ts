import type { Histogram } from "./histogram.js";

/** OpenCV leaves out thresholds that put less than this fraction of the image on one side. */
const smallestFraction = 2 ** -23;

/**
 * The bin centre that best splits a histogram in two: the first with the greatest variance between the classes,
 * `w₁ w₂ (μ₁ − μ₂)²`, summed from both ends as `skimage.filters.threshold_otsu` does.
 */
export function otsuThreshold({ centres, counts }: Histogram): number {
  const last = counts.length - 1;
  const upperWeights = new Float64Array(last + 1);
  const upperSums = new Float64Array(last + 1);
  for (let k = last, weight = 0, sum = 0; k >= 0; k--) {
    upperWeights[k] = weight += counts[k] as number;
    upperSums[k] = sum += (counts[k] as number) * (centres[k] as number);
  }
  let best = 0;
  let greatest = -Infinity;
  for (let k = 0, weight = 0, sum = 0; k < last; k++) {
    weight += counts[k] as number;
    sum += (counts[k] as number) * (centres[k] as number);
    const above = upperWeights[k + 1] as number;
    const variance = weight * above * (sum / weight - (upperSums[k + 1] as number) / above) ** 2;
    if (variance <= greatest) continue;
    greatest = variance;
    best = k;
  }
  return centres[best] as number;
}

/** The same by `cv2.threshold`: fractions instead of counts, running means, and 0 where the image is constant. */
export function opencvOtsuThreshold({ centres, counts }: Histogram): number {
  const scale = 1 / counts.reduce((total, count) => total + count, 0);
  const mean = counts.reduce((sum, count, k) => sum + count * (centres[k] as number), 0) * scale;
  let [best, greatest, below, belowMean] = [0, 0, 0, 0];
  for (let k = 0; k < counts.length; k++) {
    const fraction = (counts[k] as number) * scale;
    const belowSum = belowMean * below;
    below += fraction;
    const above = 1 - below;
    belowMean = belowSum;
    if (Math.min(below, above) < smallestFraction || Math.max(below, above) > 1 - smallestFraction) continue;
    belowMean = (belowSum + (centres[k] as number) * fraction) / below;
    const variance = below * above * (belowMean - (mean - below * belowMean) / above) ** 2;
    if (variance <= greatest) continue;
    greatest = variance;
    best = centres[k] as number;
  }
  return best;
}
