import { defineFunction, NdArray, sizeOf, type Dtype } from "@openhcs/core";
import { allocateNumbers, imageDtypes, numbersOf, truncatedTo, type Numbers } from "../neighborhood/elements.js";
import { extremesOf } from "./extremes.js";
import { checkRange, intensityRange, rangeDtype, rangeNames, type Range, type RangeChoice } from "./intensity-range.js";

/** An image whose intensities are stretched or shrunk from one range to another. */
export const rescaleIntensity = defineFunction({
  name: "rescaleIntensity",
  documentation: `Stretches or shrinks intensities linearly from one range to another.

out = (clip(image, inLow, inHigh) − inLow) / (inHigh − inLow) · (outHigh − outLow) + outLow. A range is two numbers; image: from the
smallest to the largest value; dtype, or the name of a dtype: its range, [−1, 1] for floats; uint10, uint12, uint14: what cameras of so many
bits give. Where inLow is not negative, the named outRange begins at 0.

Two numbers as outRange give floats: float64, float32 for float32 images. image and dtype give the image's dtype, another name that dtype
(uint16 for uint10 to uint14, float64 for float); integers truncate toward zero. Computed in float64, in float32 for float32 images.

Where inLow = inHigh, as for a constant image with its own range, values are only clipped, to the range of the result. NaN in an image with
its own range makes it NaN altogether. An empty image has no range of its own and is refused with it.`,
  category: "exposure",
  tags: ["contrast", "intensity", "normalization"],
  synonyms: ["contrast stretching", "min-max normalization", "normalise", "rescale_intensity", "imadjust"],
  source: "skimage.exposure.rescale_intensity 0.19",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    inRange: { type: "any", default: "image", examples: ["image", [200, 800]], description: `Intensities that are stretched: two numbers, or one of ${rangeNames.join(", ")}.` },
    outRange: { type: "any", default: "dtype", examples: ["dtype", [0, 1]], description: `Intensities that they become: two numbers, or one of ${rangeNames.join(", ")}.` },
  },
  outputs: {
    image: {
      type: "array", result: "float", description: "The rescaled image; a dtype named by outRange stands.",
      resultBy: {
        outRange: {
          image: "image", dtype: "image", bool: "native", uint8: "native", int8: "native", uint10: "native", uint12: "native", uint14: "native", uint16: "native", int16: "native",
          uint32: "native", int32: "native", float: "native", float16: "native", float32: "native", float64: "native",
        },
      },
    },
  },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [{ outRange: [0, 1] }, { inRange: [0.2, 0.8], outRange: [0, 255] }, { inRange: "uint8", outRange: [-1, 1] }],
  golden: [{ op: "rescale_intensity", variant: "skimage", parameters: { inRange: { to: "inRange", values: { dtype: "float64" } } } }],
  check({ image }, { inRange, outRange }) {
    const answers = [checkRange("inRange", inRange), checkRange("outRange", outRange)];
    const broken = answers.find((answer) => answer !== true);
    if (broken !== undefined) return broken;
    const needsPixels = inRange === "image" || outRange === "image";
    return image === undefined || !needsPixels || sizeOf(image.shape) > 0 || "must have a pixel, or ranges that are given";
  },
  reference({ image }, parameters) {
    const [inRange, outRange] = [parameters.inRange as RangeChoice, parameters.outRange as RangeChoice];
    const values = numbersOf(image);
    const { from, to } = rangesOf(inRange, outRange, () => ownRange(values), image.dtype);
    const target = allocateNumbers(values instanceof Float32Array ? "float32" : "float64", values.length);
    rescale(values, target, from, to);
    const dtype = rangeDtype(outRange, image.dtype);
    return new NdArray({ data: truncatedTo(dtype, target), shape: image.shape, dtype });
  },
});

function ownRange(values: Numbers): Range {
  const { min, max } = extremesOf(values);
  return [min, max];
}

/** What is stretched to what. @param own range of the values themselves */
export function rangesOf(inRange: RangeChoice, outRange: RangeChoice, own: () => Range, dtype: Dtype): { readonly from: Range; readonly to: Range } {
  const from = intensityRange(inRange, own, dtype);
  const named = intensityRange(outRange, own, dtype);
  return { from, to: typeof outRange === "string" && outRange !== "image" && from[0] >= 0 ? [0, named[1]] : named };
}

function rescale(values: Numbers, target: Numbers, [inLow, inHigh]: Range, [outLow, outHigh]: Range): void {
  const round = target instanceof Float32Array ? Math.fround : (value: number) => value;
  const isFlat = inLow === inHigh;
  const [low, high] = [round(inLow), round(inHigh)];
  const [extent, range, start] = [round(inHigh - inLow), round(outHigh - outLow), round(outLow)];
  for (let i = 0; i < values.length; i++) {
    const clipped = Math.min(Math.max(values[i] as number, low), high);
    target[i] = isFlat ? Math.min(Math.max(clipped, start), round(outHigh)) : round(round(round(clipped - low) / extent) * range) + start;
  }
}
