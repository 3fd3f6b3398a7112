import { defineFunction, InvalidArgumentError, isInteger, NdArray } from "@openhcs/core";
import { allocateNumbers, imageDtypes, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { integerHistogram } from "../thresholds/histogram.js";
import { cumulated } from "./cumulated.js";
import { binCentres, countInBins, equalBinEdges } from "./equal-bins.js";
import { extremesOf } from "./extremes.js";
import { interpolate } from "./interpolate.js";
import { opencvEqualized } from "./opencv-equalize-hist.js";

/** Contrast spread so that all intensities are about equally frequent. */
export const equalizeHist = defineFunction({
  name: "equalizeHist",
  documentation: `Spreads contrast so that all intensities become about equally frequent.

Each value becomes the fraction of pixels that are at most as bright, by the cumulative histogram.

Conventions: skimage gives floats in (0, 1], float64 (float32 for float32 images); integers have one bin per value, whatever nbins; floats
and bool have nbins equal bins from the smallest to the largest value, interpolated linearly between the bins' centres. cv2 takes planes of
uint8 and gives uint8: round((N(v) − N₀) · 255 / (n − N₀)) with N(v) the number of pixels up to v and N₀ the number of the darkest ones,
half to even, in float32.

The histogram is that of the whole array; with sliceBySlice each plane has its own. skimage makes a constant image of integers 1 and one of
floats 0.5; cv2 leaves it as it is. An empty image stays empty; NaN and infinities are refused.`,
  category: "exposure",
  tags: ["contrast", "intensity", "histogram", "normalization"],
  synonyms: ["histogram equalization", "equalize_hist", "equalise", "cumulative distribution"],
  source: "skimage.exposure.equalize_hist 0.19; cv2.equalizeHist 4.6",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "cv2"], default: "skimage", description: "Whose definition is followed." },
    nbins: { type: "integer", min: 1, max: 1 << 24, default: 256, when: { convention: "skimage" }, description: "Bins of the histogram of floats and bool." },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { convention: { cv2: "image" } }, description: "The equalized image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { nbins: 64 }],
  golden: [
    { op: "equalize_hist", variant: "skimage", fixed: { convention: "skimage" } },
    { op: "equalize_hist", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true } },
  ],
  check({ image }, { convention }) {
    if (image === undefined || convention !== "cv2") return true;
    if (image.dtype !== "uint8") return "must be uint8 for cv2";
    return image.shape.length === 2 || "must be a plane for cv2 (call a stack with sliceBySlice)";
  },
  reference({ image }, { convention, nbins = 256 }) {
    const values = numbersOf(image);
    if (convention === "cv2") return new NdArray({ data: opencvEqualized(values), shape: image.shape, dtype: "uint8" });
    const target = allocateNumbers(values instanceof Float32Array ? "float32" : "float64", values.length);
    if (values.length > 0 && isInteger(image.dtype)) equalizeIntegers(image, values, target);
    else if (values.length > 0) equalizeFloats(values, target, nbins);
    return new NdArray({ data: target, shape: image.shape });
  },
});

function equalizeIntegers(image: NdArray, values: Numbers, target: Numbers): void {
  const { centres, counts, positions } = integerHistogram(values, image.dtype);
  const fractions = cumulated(counts).map((count) => count / values.length);
  const first = centres[0] as number;
  const span = (positions.at(-1) as number) + 1;
  if (span > 1 << 24) {
    const fractionOf = new Map(Array.from(centres, (centre, k) => [centre, fractions[k] as number]));
    for (let i = 0; i < values.length; i++) target[i] = fractionOf.get(values[i] as number) as number;
    return;
  }
  const table = new Float64Array(span);
  for (const [k, position] of positions.entries()) table[position] = fractions[k] as number;
  for (let i = 0; i < values.length; i++) target[i] = table[(values[i] as number) - first] as number;
}

function equalizeFloats(values: Numbers, target: Numbers, nbins: number): void {
  const { min, max } = extremesOf(values);
  if (!Number.isFinite(min) || !Number.isFinite(max)) throw new InvalidArgumentError("equalizeHist", "image", "must be finite, so that it has a histogram", min === min ? max : min);
  const isSingle = values instanceof Float32Array;
  const edges = equalBinEdges(nbins, min, max, isSingle);
  const fractions = cumulated(countInBins(values, edges)).map((count) => count / values.length);
  interpolate(values, target, binCentres(edges, isSingle), isSingle ? fractions.map(Math.fround) : fractions);
}
