import { defineFunction } from "@openhcs/core";
import { otsu1979 } from "../citations.js";
import { imageDtypes } from "../neighborhood/elements.js";
import { foregroundAbove, foregroundOutputs } from "./foreground.js";
import { imageHistogram } from "./histogram.js";
import { opencvOtsuThreshold, otsuThreshold } from "./otsu.js";

/** Foreground by Otsu's threshold: mask, threshold and count. */
export const thresholdOtsu = defineFunction({
  name: "thresholdOtsu",
  documentation: `Separates foreground from background at Otsu's threshold.

The threshold is the histogram bin that maximises the variance between the two classes, w₁ w₂ (μ₁ − μ₂)², the first of equal ones;
foreground is image > threshold. The main output is the mask; \`call\` also gives the threshold and how many pixels exceed it.

Integers have one bin per value, whatever nbins. Floats and bool have nbins equal bins from the smallest to the largest value, and the
threshold is a bin's centre. A constant image returns its value, so that nothing is foreground (cv2: 0). The histogram is that of
the whole array; with sliceBySlice every plane has its own threshold. cv2 takes planes of uint8 and uint16 only.

Empty images and images with NaN or infinities are refused (NO_THRESHOLD).`,
  category: "thresholds",
  tags: ["segmentation", "mask", "histogram", "automatic"],
  synonyms: ["otsu", "binarize", "auto threshold", "threshold_otsu", "THRESH_OTSU"],
  source: "Otsu 1979, IEEE Trans. SMC 9(1); skimage.filters.threshold_otsu 0.19; cv2.threshold 4.6",
  citations: [otsu1979],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "cv2"], default: "skimage", description: "Whose definition is followed." },
    nbins: { type: "integer", min: 2, max: 1 << 24, default: 256, when: { convention: "skimage" }, description: "Bins of the histogram of floats." },
  },
  outputs: foregroundOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 200, gbPerSec: 0.04 },
  tolerance: { kind: "exact" },
  examples: [{}, { nbins: 64 }],
  golden: [
    { op: "threshold_otsu", variant: "skimage", fixed: { convention: "skimage" } },
    { op: "threshold_otsu", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check({ image }, { convention }) {
    if (image === undefined || convention !== "cv2") return true;
    if (image.dtype !== "uint8" && image.dtype !== "uint16") return "must be uint8 or uint16 for cv2";
    return image.shape.length <= 2 || "must be a plane for cv2 (call a stack with sliceBySlice)";
  },
  reference({ image }, { convention, nbins = 256 }) {
    const histogram = imageHistogram(image, nbins, "thresholdOtsu");
    return foregroundAbove(image, convention === "cv2" ? opencvOtsuThreshold(histogram) : otsuThreshold(histogram));
  },
});
