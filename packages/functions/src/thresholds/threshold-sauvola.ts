import { defineFunction, dtypeRange, isFloat, type Dtype } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { localMoments } from "./local-moments.js";
import { checkOdd, foregroundAboveSurface, surfaceOutputs } from "./threshold-surface.js";

/** Foreground by Sauvola's local threshold. */
export const thresholdSauvola = defineFunction({
  name: "thresholdSauvola",
  documentation: `Separates foreground from background by Sauvola's threshold for every pixel, which flat neighbourhoods lower.

threshold = m · (1 + k · (s / r − 1)) with m the mean and s the standard deviation (of the population) over a box of windowSize pixels, odd;
borders are mirrored. r is the deviation of full contrast, half the range of the dtype where left out (127.5 for uint8, 1 for floats).
Foreground is image > threshold. Computed in float64, kept as float32 for float32 images. The main output is the mask; \`call\` also gives
the thresholds and how many pixels exceed theirs.

NaN and infinities spread to the rest of their line. A constant positive image is foreground altogether. A window larger than the image
reads the mirrored border as often as it takes. With sliceBySlice planes are neighbourhoods by themselves.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "adaptive", "local"],
  synonyms: ["sauvola", "adaptive threshold", "local threshold", "threshold_sauvola"],
  source: "Sauvola and Pietikäinen 2000, Pattern Recognition 33(2); skimage.filters.threshold_sauvola 0.19",
  citations: [{ text: "Sauvola J, Pietikäinen M (2000). Adaptive document image binarization. Pattern Recognit. 33(2):225–236.", doi: "10.1016/S0031-3203(99)00055-2" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    windowSize: { type: "integer", perAxis: true, min: 1, max: 4095, default: 15, unit: "px", description: "Extent of the neighbourhood, odd, one for all axes or one per axis." },
    k: { type: "number", default: 0.2, description: "How much the deviation weighs." },
    r: { type: "number", min: 0, exclusiveMin: true, optional: true, description: "Deviation of full contrast. Default: half the range of the dtype." },
  },
  outputs: surfaceOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.03 },
  tolerance: { kind: "exact" },
  examples: [{}, { windowSize: 7, k: 0.1, r: 50 }],
  golden: [{ op: "threshold_sauvola", variant: "skimage", outputs: { out: "threshold" } }],
  check: (_, { windowSize }) => checkOdd("windowSize", windowSize),
  reference({ image }, { windowSize, k, r = fullContrast(image.dtype) }) {
    const { means, deviations } = localMoments(image, perAxis(windowSize, image.rank));
    for (let i = 0; i < means.length; i++) means[i] = (means[i] as number) * (1 + k * ((deviations[i] as number) / r - 1));
    return foregroundAboveSurface(image, means);
  },
});

function fullContrast(dtype: Dtype): number {
  if (isFloat(dtype)) return 1;
  const { min, max } = dtypeRange(dtype);
  return (max - min) / 2;
}
