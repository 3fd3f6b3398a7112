import { defineFunction } from "@openhcs/core";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { localMoments } from "./local-moments.js";
import { checkOdd, foregroundAboveSurface, surfaceOutputs } from "./threshold-surface.js";

/** Foreground by Niblack's local threshold. */
export const thresholdNiblack = defineFunction({
  name: "thresholdNiblack",
  documentation: `Separates foreground from background by Niblack's threshold for every pixel, from its neighbourhood's mean and deviation.

threshold = m − k · s with m the mean and s the standard deviation (of the population) over a box of windowSize pixels, odd; borders are
mirrored. Foreground is image > threshold. Computed in float64, kept as float32 for float32 images. The main output is the mask; \`call\`
also gives the thresholds and how many pixels exceed theirs.

NaN and infinities spread to the rest of their line. Of a constant image nothing is foreground. A window larger than the image reads the
mirrored border as often as it takes. With sliceBySlice planes are neighbourhoods by themselves.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "adaptive", "local"],
  synonyms: ["niblack", "adaptive threshold", "local threshold", "threshold_niblack"],
  source: "Niblack 1986, An Introduction to Digital Image Processing; skimage.filters.threshold_niblack 0.19",
  citations: [{ text: "Niblack W (1986). An Introduction to Digital Image Processing. Prentice-Hall, Englewood Cliffs." }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    windowSize: { type: "integer", perAxis: true, min: 1, max: 4095, default: 15, unit: "px", description: "Extent of the neighbourhood, odd, one for all axes or one per axis." },
    k: { type: "number", default: 0.2, description: "How many deviations below the mean the threshold lies." },
  },
  outputs: surfaceOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.03 },
  tolerance: { kind: "exact" },
  examples: [{}, { windowSize: 7, k: -0.2 }],
  golden: [{ op: "threshold_niblack", variant: "skimage", outputs: { out: "threshold" } }],
  check: (_, { windowSize }) => checkOdd("windowSize", windowSize),
  reference({ image }, { windowSize, k }) {
    const { means, deviations } = localMoments(image, perAxis(windowSize, image.rank));
    for (let i = 0; i < means.length; i++) means[i] = (means[i] as number) - k * (deviations[i] as number);
    return foregroundAboveSurface(image, means);
  },
});
