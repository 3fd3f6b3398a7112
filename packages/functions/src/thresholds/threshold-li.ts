import { defineFunction, InvalidArgumentError, isFloat, type NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { integerHistogram, type Histogram } from "./histogram.js";
import { liFloatThreshold, liIntegerThreshold, type LiSearch } from "./li.js";

/** Foreground by Li's minimum cross entropy threshold: mask, threshold and count. */
export const thresholdLi = defineFunction({
  name: "thresholdLi",
  documentation: `Separates foreground from background at Li's threshold, which minimises the cross entropy between the image and its two means.

From the mean on, t ← (μ₁ − μ₂) / (ln μ₁ − ln μ₂) is iterated on the values less their minimum, with μ₁ the mean up to t and μ₂ the mean
beyond, until t moves by no more than the tolerance: half a grey value for integers, half the smallest difference between two values for
floats. float32 images are computed in float32. Foreground is image > threshold.

NaN is left out, and so are infinities among other values. A constant image returns its value, also an infinite one; of nothing but both
infinities the threshold is 0, of nothing but NaN and of an empty image it is NaN. With sliceBySlice every plane has its own threshold.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "automatic", "entropy"],
  synonyms: ["li", "minimum cross entropy", "binarize", "auto threshold", "threshold_li"],
  source: "Li and Tam 1998, Pattern Recognition Letters 19(8); skimage.filters.threshold_li 0.19",
  citations: [
    { text: "Li C H, Lee C K (1993). Minimum cross entropy thresholding. Pattern Recognit. 26(4):617–625.", doi: "10.1016/0031-3203(93)90115-D" },
    { text: "Li C H, Tam P K S (1998). An iterative algorithm for minimum cross entropy thresholding. Pattern Recognit. Lett. 19(8):771–776.", doi: "10.1016/S0167-8655(98)00057-9" },
  ],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    tolerance: { type: "number", min: 0, exclusiveMin: true, optional: true, description: "The iteration ends where the threshold moves by no more." },
    initialGuess: { type: "number", optional: true, description: "Threshold to start from, within the image's range. Default: the mean." },
  },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.02 },
  tolerance: { kind: "exact" },
  examples: [{}, { tolerance: 0.01 }],
  golden: [{ op: "threshold_li", variant: "skimage" }],
  reference: ({ image }, search) => foregroundAbove(image, thresholdOf(image, search)),
});

function thresholdOf(image: NdArray, search: LiSearch): number {
  if (!isFloat(image.dtype)) return liThresholdOf(integerHistogram(numbersOf(image), image.dtype), search);
  const numbers = numbersOf(image).filter((value) => value === value) as Numbers;
  const first = numbers[0] ?? NaN;
  if (numbers.every((value) => value === first)) return first;
  const values = numbers.filter(Number.isFinite) as Numbers;
  if (values.length === 0) return 0;
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  checkGuess(search, min, max);
  return liFloatThreshold(values, min, search);
}

/** Li's threshold of integers that occur so often: the value of a constant image, NaN of none. @throws InvalidArgumentError */
export function liThresholdOf(histogram: Histogram, search: LiSearch): number {
  const [min = NaN] = histogram.centres;
  if (histogram.centres.length < 2) return min;
  checkGuess(search, min, histogram.centres.at(-1) as number);
  return liIntegerThreshold(histogram, search);
}

function checkGuess({ initialGuess }: LiSearch, min: number, max: number): void {
  if (initialGuess === undefined || (initialGuess > min && initialGuess < max)) return;
  throw new InvalidArgumentError("thresholdLi", "initialGuess", `must lie between the smallest and the largest value, ${min} and ${max}`, initialGuess);
}
