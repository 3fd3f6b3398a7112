import { defineFunction } from "@openhcs/core";
import { marr1980 } from "../citations.js";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { smooth } from "./gaussian-passes.js";
import { checkReach, gaussianWindows } from "./gaussian-windows.js";
import { arrayOf, keptElements } from "./out-dtype.js";
import { unitRangeOf } from "./unit-range.js";

/** What lies between two scales of an image. */
export const differenceOfGaussians = defineFunction({
  name: "differenceOfGaussians",
  documentation: `Keeps structures between two sizes: the image smoothed with one Gaussian minus the image smoothed with a wider one.

gaussian(image, lowSigma) − gaussian(image, highSigma), a band pass: noise finer than lowSigma and background coarser than highSigma go, bright
spots become positive. With highSigma = 1.6 · lowSigma it approximates −σ² times the Laplacian of Gaussian. Weights as of \`gaussian\`; all in float64, the
result float32 (float64 for 32-bit integers and float64).

Conventions: skimage scales integers to [0, 1] (signed [−1, 1]) first, continues the nearest pixel and refuses a highSigma below
lowSigma; scipy takes the values as they are, and reflects. An axis with both sigmas 0 is left alone, so that [0, 1, 1] and
[0, 4, 4] go plane by plane. NaN and infinities spread over the wider window, infinities as NaN within the narrower one. A constant image gives
0, except near a constant border. A window wider than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["spots", "background", "band-pass", "linear", "blobs"],
  synonyms: ["DoG", "difference_of_gaussians", "band pass", "background subtraction", "spot enhancement"],
  source: "skimage.filters.difference_of_gaussians 0.19; scipy.ndimage.gaussian_filter 1.10; Marr and Hildreth 1980",
  citations: [marr1980],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "scipy"], default: "skimage", description: "Whose definition is followed." },
    lowSigma: { type: "number", perAxis: true, min: 0, default: 1, unit: "px", description: "Standard deviation of the narrower Gaussian, one for all axes or one per axis." },
    highSigma: {
      type: "number", perAxis: true, min: 0, optional: true, unit: "px",
      description: "Standard deviation of the wider Gaussian, one for all axes or one per axis. Default: 1.6 times lowSigma.",
    },
    mode: {
      type: "string", choices: boundaryModes, default: "nearest", defaultBy: { convention: { scipy: "reflect" } },
      description: "How the image goes on beyond its border.",
    },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, on each axis anew; for skimage on the scaled values." },
    truncate: { type: "number", min: 0, default: 4, description: "Where the windows end, in standard deviations." },
  },
  outputs: { image: { type: "array", result: "float", description: "The difference, with its sign." } },
  contract: "flexible",
  cost: { latencyUs: 40, gbPerSec: 0.025 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [
    {}, { lowSigma: 1, highSigma: 4 }, { lowSigma: 0, highSigma: 2, mode: "mirror" }, { lowSigma: 2, mode: "constant", cval: 0.5, truncate: 3 },
    { convention: "scipy", lowSigma: 1, highSigma: 3 }, { convention: "scipy", lowSigma: 1.5, mode: "wrap" },
  ],
  golden: [
    { op: "dog", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "dog", variant: "scipy", fixed: { convention: "scipy" } },
  ],
  check({ image }, { convention, lowSigma, highSigma, truncate }) {
    if (image === undefined) return true;
    const high = highSigmas(image.shape.length, lowSigma, highSigma);
    const turned = perAxis(lowSigma, high.length).some((low, axis) => low > (high[axis] as number));
    if (convention === "skimage" && turned) return "must have a highSigma of at least lowSigma on each axis for skimage";
    return checkReach([lowSigma, high].flatMap((sigma) => gaussianWindows(image, { convention: "scipy", sigma, truncate })));
  },
  reference({ image }, { convention, lowSigma, highSigma, mode, cval, truncate }) {
    const source = convention === "skimage" ? unitRangeOf(image) : numbersOf(image);
    const [low, high] = [lowSigma, highSigmas(image.rank, lowSigma, highSigma)].map((sigma) => {
      const smoothed = new Float64Array(image.size);
      smooth(source, smoothed, image.shape, gaussianWindows(image, { convention: "scipy", sigma, truncate }), { mode, cval });
      return smoothed;
    }) as [Float64Array, Float64Array];
    const difference = keptElements(image, undefined);
    for (let i = 0; i < difference.length; i++) difference[i] = (low[i] as number) - (high[i] as number);
    return arrayOf(difference, image, undefined);
  },
});

/** Standard deviations of the wider Gaussian, one per axis. */
export function highSigmas(rank: number, lowSigma: number | readonly number[], highSigma: number | readonly number[] | undefined): readonly number[] {
  return highSigma === undefined ? perAxis(lowSigma, rank).map((sigma) => 1.6 * sigma) : perAxis(highSigma, rank);
}
