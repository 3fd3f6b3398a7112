import { defineFunction } from "@openhcs/core";
import { imageDtypes, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { smooth } from "./gaussian-passes.js";
import { checkReach, gaussianWindows } from "./gaussian-windows.js";
import { arrayOf, keptElements } from "./out-dtype.js";
import { unitRangeOf } from "./unit-range.js";

/** An image with its fine detail amplified. */
export const unsharpMask = defineFunction({
  name: "unsharpMask",
  documentation: `Sharpens an image by adding to it what smoothing removes.

image + amount · (image − gaussian(image, radius)), in float64; the Gaussian's border is reflect, its window ends at 4 standard deviations. A negative
amount smooths. Unless preserveRange, integers are first scaled to [0, 1] (signed [−1, 1]) and results are clipped to [0, 1], or to
[−1, 1] where the image has a negative value: floats of another range need preserveRange. The result is float32 (float64 for 32-bit integers
and float64); with preserveRange a call that keeps the image's dtype rounds and clamps.

NaN and infinities spread over the whole window, infinities as NaN, or clipped. A constant image stays as it is, within the range. A window wider than
the image reads the reflected image as often as it takes; an axis of extent 1 has nothing to sharpen.`,
  category: "filters",
  tags: ["sharpening", "linear", "enhancement"],
  synonyms: ["sharpen", "unsharp masking", "unsharp_mask", "high boost"],
  source: "skimage.filters.unsharp_mask 0.19; Petrou and Petrou 2010",
  citations: [{ text: "Petrou M, Petrou C (2010). Image Processing: The Fundamentals, 2nd ed. Wiley, Chichester.", doi: "10.1002/9781119994398" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    radius: {
      type: "number", perAxis: true, min: 0, default: 1, unit: "px",
      description: "Standard deviation of the Gaussian, one for all axes or one per axis; 0 leaves an axis alone.",
    },
    amount: { type: "number", default: 1, description: "What the detail is multiplied with before it is added." },
    preserveRange: { type: "boolean", default: false, description: "Keeps values as they are, without scaling and clipping." },
  },
  outputs: { image: { type: "array", result: "image", resultBy: { preserveRange: { false: "float" } }, description: "The sharpened image; a scaled one is a float." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [
    {}, { radius: 2, amount: 1.5, preserveRange: true }, { radius: 5, amount: 0.5 }, { radius: 1, amount: -0.5, preserveRange: true },
    { radius: 0, preserveRange: true },
  ],
  golden: [{ op: "unsharp_mask", variant: "skimage", options: { planewise: "sliceBySlice" } }],
  check: ({ image }, { radius }) => image === undefined || checkReach(gaussianWindows(image, { convention: "scipy", sigma: radius })),
  reference({ image }, { radius, amount, preserveRange }) {
    const source = preserveRange ? numbersOf(image) : unitRangeOf(image);
    const smoothed = new Float64Array(image.size);
    smooth(source, smoothed, image.shape, gaussianWindows(image, { convention: "scipy", sigma: radius }), { mode: "reflect", cval: 0 });
    const { min, max } = preserveRange ? { min: -Infinity, max: Infinity } : rangeOf(source);
    const sharpened = keptElements(image, undefined);
    for (let i = 0; i < sharpened.length; i++) {
      const value = source[i] as number;
      sharpened[i] = Math.min(max, Math.max(min, value + (value - (smoothed[i] as number)) * amount));
    }
    return arrayOf(sharpened, image, undefined);
  },
});

function rangeOf(values: Numbers): { readonly min: number; readonly max: number } {
  return { min: values.some((value) => value < 0) ? -1 : 0, max: 1 };
}
