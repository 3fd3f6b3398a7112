import { defineFunction, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { smooth } from "./gaussian-passes.js";
import { gaussianWindows } from "./gaussian-windows.js";

/** Every plane of a stack smoothed, as OpenHCS does it. */
export const gaussianBlur = defineFunction({
  name: "gaussianBlur",
  documentation: `Smooths every plane of a stack with a Gaussian, as OpenHCS' numpy processor does.

Weights exp(−i² / 2σ²) over |i| ≤ ⌊4σ + 0.5⌋ along y and x, the border continued by its nearest pixel, in float64; the result is
then truncated toward zero to the image's dtype. For rounded results and other borders use \`gaussian\`.

NaN and infinities spread over the window. σ = 0 and a constant image give the image back, up to truncation where weights do not sum to
exactly 1.`,
  category: "filters",
  tags: ["smoothing", "linear", "separable", "openhcs"],
  synonyms: ["blur", "smooth", "gaussian", "gaussian_blur"],
  source: "OpenHCS numpy_processor.gaussian_blur",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [3], description: "A stack (z or channel, y, x)." } },
  parameters: { sigma: { type: "number", min: 0, max: 4096, default: 1, unit: "px", description: "Standard deviation along y and x." } },
  outputs: { image: { type: "array", result: "image", description: "The smoothed stack, in the image's dtype." } },
  contract: "pure3d",
  cost: { latencyUs: 20, gbPerSec: 0.025 },
  tolerance: { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 },
  examples: [{ sigma: 1.5 }, { sigma: 0 }, { sigma: 4 }],
  golden: [{ op: "gaussian_blur", variant: "openhcs", quirk: "results truncate, so that the last bit of exp, which differs between machines, decides over a grey value" }],
  reference({ image }, { sigma }) {
    const sums = new Float64Array(image.size);
    const windows = gaussianWindows(image, { convention: "scipy", sigma: [0, sigma, sigma] });
    smooth(numbersOf(image), sums, image.shape, windows, { mode: "nearest", cval: 0 });
    return new NdArray({ data: truncatedTo(image.dtype, sums), shape: image.shape, dtype: image.dtype });
  },
});
