import { defineFunction, sizeOf, type Shape } from "@openhcs/core";
import { smooth } from "../filters/gaussian-passes.js";
import { gaussianRadius } from "../filters/gaussian-weights.js";
import { boundaryModes, type Boundary } from "../neighborhood/boundary.js";
import { allocateNumbers, imageDtypes, imageRanks, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { footprintRank } from "../neighborhood/footprint-rank.js";
import { boxOf } from "../neighborhood/window.js";
import { boxMean } from "./box-mean.js";
import { checkOdd, foregroundAboveSurface, surfaceDtype, surfaceOutputs } from "./threshold-surface.js";

/** More pixels in a window, or a wider Gaussian, are a mistake, or a computation that does not end. */
const mostMembers = 1 << 24;
const widestRadius = 1 << 14;

/** Foreground by a threshold for every pixel, from its neighbourhood. */
export const thresholdLocal = defineFunction({
  name: "thresholdLocal",
  documentation: `Separates foreground from background by a threshold for every pixel, from its neighbourhood.

The threshold is the neighbourhood's mean with Gaussian weights, its plain mean or its median, less offset; foreground is image > threshold.
The neighbourhood is a box of blockSize pixels, odd; for gaussian it only gives σ = (blockSize − 1) / 6 where no sigma is given, and weights
end at 4 σ. Computed in float64, in float32 for float32 images. The main output is the mask; \`call\` also gives the thresholds and how many
pixels exceed theirs.

NaN spreads over the neighbourhoods, but for the median, where it sorts after infinity; with the mean NaN and infinities spread to the rest
of the line. What has a NaN threshold is background. Of a constant image nothing is foreground, unless offset is positive. A block larger
than the image reads the continued border as often as it takes. With sliceBySlice planes are neighbourhoods by themselves, as with a
blockSize of 1 along the first axis.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "adaptive", "local"],
  synonyms: ["adaptive threshold", "local threshold", "dynamic threshold", "threshold_local", "threshold_adaptive", "adaptiveThreshold"],
  source: "Gonzalez and Woods 2002, Digital Image Processing; skimage.filters.threshold_local 0.19",
  citations: [{ text: "Gonzalez R C, Woods R E (2002). Digital Image Processing, 2nd ed. Prentice Hall, Upper Saddle River." }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    blockSize: { type: "integer", perAxis: true, min: 1, max: 4095, default: 3, unit: "px", description: "Extent of the neighbourhood, odd, one for all axes or one per axis." },
    method: { type: "string", choices: ["gaussian", "mean", "median"], default: "gaussian", description: "What is taken of the neighbourhood." },
    offset: { type: "number", default: 0, description: "What is subtracted from it." },
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    sigma: {
      type: "number", perAxis: true, min: 0, optional: true, unit: "px", when: { method: "gaussian" },
      description: "Standard deviation, one for all axes or one per axis; 0 leaves an axis alone. Default: (blockSize − 1) / 6.",
    },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant." },
  },
  outputs: surfaceOutputs,
  main: "mask",
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.03 },
  tolerance: { kind: "exact" },
  examples: [{ blockSize: 15 }, { blockSize: 9, method: "mean", offset: 3 }, { blockSize: 5, method: "median", mode: "nearest" }, { sigma: 2, mode: "constant", cval: 10 }],
  golden: [{ op: "threshold_local", variant: "skimage", parameters: { param: "sigma" }, outputs: { out: "threshold" } }],
  check({ image }, { blockSize, method, sigma }) {
    const rank = image?.shape.length ?? 0;
    const box = perAxis(blockSize, rank);
    const answer = checkOdd("blockSize", blockSize);
    if (answer !== true) return answer;
    if (method === "median") return sizeOf(box) <= mostMembers || `must give a window of at most ${mostMembers} pixels`;
    return method === "mean" || sigmasOf(box, sigma).every((each) => gaussianRadius(each, 4) <= widestRadius) || `must give a window of at most ${widestRadius} px to either side`;
  },
  reference({ image }, { blockSize, method, offset, mode, sigma, cval }) {
    const box = perAxis(blockSize, image.rank);
    const source = numbersOf(image);
    const target = allocateNumbers(surfaceDtype(image), source.length);
    const boundary = { mode, cval };
    if (method === "mean") boxMean(source, target, image.shape, box, boundary);
    else if (method === "median") target.set(medianOf(source, image.shape, box, boundary));
    else smooth(source, target, image.shape, sigmasOf(box, sigma).map((each) => ({ sigma: each, radius: gaussianRadius(each, 4) })), boundary);
    if (offset !== 0) for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) - offset;
    return foregroundAboveSurface(image, target);
  },
});

/** Below 1e-15 SciPy leaves an axis alone too. */
function sigmasOf(box: readonly number[], sigma: number | readonly number[] | undefined): readonly number[] {
  const sigmas = sigma === undefined ? box.map((size) => (size - 1) / 6) : perAxis(sigma, box.length);
  return sigmas.map((each) => (each > 1e-15 ? each : 0));
}

function medianOf(source: Numbers, shape: Shape, box: readonly number[], boundary: Boundary): Float64Array {
  return footprintRank(source, shape, boxOf(box), boundary, sizeOf(box) >> 1);
}
