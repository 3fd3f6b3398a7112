import { defineFunction } from "@openhcs/core";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { pairwiseMean } from "../reductions/pairwise-sum.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";

/** Foreground above the mean: mask, threshold and count. */
export const thresholdMean = defineFunction({
  name: "thresholdMean",
  documentation: `Separates foreground from background at the mean of the image.

Foreground is image > mean. The mean of integers is exact to float64; floats are summed in their own precision and in NumPy's order. A
constant image returns its value, so that nothing is foreground. With sliceBySlice every plane has its own mean.

Of an empty image, and of one with a NaN, the mean is NaN and nothing is foreground; infinities make it infinite.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "automatic"],
  synonyms: ["mean threshold", "binarize", "auto threshold", "threshold_mean"],
  source: "Glasbey 1993, CVGIP 55; skimage.filters.threshold_mean 0.19",
  citations: [{ text: "Glasbey C A (1993). An analysis of histogram-based thresholding algorithms. CVGIP: Graph. Models Image Process. 55(6):532–537.", doi: "10.1006/cgip.1993.1040" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {},
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  tolerance: { kind: "exact" },
  examples: [{}],
  golden: [{ op: "threshold_mean", variant: "skimage" }],
  reference: ({ image }) => foregroundAbove(image, pairwiseMean(numbersOf(image))),
});
