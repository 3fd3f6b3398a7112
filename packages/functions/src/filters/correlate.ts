import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { correlateNd } from "../neighborhood/correlate-nd.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { originParameter } from "../neighborhood/origin.js";
import { checkKernel, kernelOf, kernelParameter } from "./kernel.js";
import { arrayOf, chosenDtypeStands, keptElements, outDtypes } from "./out-dtype.js";

/** Weighted sums of every pixel's neighbours. */
export const correlate = defineFunction({
  name: "correlate",
  documentation: `Sums each pixel's neighbours, multiplied with a kernel of weights.

out[i] = Σ kernel[k] · image[i + k − centre], the centre at ⌊size / 2⌋ + origin on each axis: the kernel lies on the image as it is written.
\`convolve\` flips it. [[1, 0, −1]] acts along x. A kernel of fewer axes than the image acts along the last ones: one of two
axes on every plane of a stack.
Sums are float64 in C order of the kernel. The result is float32 (float64 for 32-bit integers and float64), or \`outDtype\`, to which integers
truncate modulo 2ⁿ; a call that keeps the image's dtype rounds and clamps, which loses the negative results of unsigned images.

Weights of 0 are left out, so that NaN and infinities spread only to where their weight is another. A constant image is
multiplied with the sum of the weights, except near a constant border. A kernel larger than the image reads the continued border as often
as it takes. Kernels of 1-D factors are faster as one call per factor.`,
  category: "filters",
  tags: ["linear", "kernel", "convolution"],
  synonyms: ["cross-correlation", "custom filter", "linear filter", "filter2D", "imfilter"],
  source: "scipy.ndimage.correlate 1.10",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    kernel: kernelParameter,
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant." },
    origin: originParameter,
    outDtype: { type: "string", choices: outDtypes, optional: true, description: "Dtype of the result, same being the image's. Default: float32 or float64." },
  },
  outputs: { image: { type: "array", result: "image", resultBy: { outDtype: chosenDtypeStands }, description: "The weighted sums." } },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.04 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { kernel: [[1, 2, 3], [0, 0, 0], [-1, -2, -4]] }, { kernel: [[0.25, 0.5], [0.125, 0.125]], mode: "nearest" },
    { kernel: [[0.2, 0.2, 0.2, 0.2, 0.2]], mode: "wrap", origin: [0, 1] },
    { kernel: [1, -2, 1], mode: "mirror" }, { kernel: [[[0.5], [0.5]], [[1], [-1]]], mode: "constant", cval: 10 },
  ],
  golden: [{ op: "correlate", variant: "scipy", fixed: { outDtype: "same" } }],
  check: ({ image }, { kernel, origin }) => checkKernel(kernel, image?.shape.length ?? 0, origin),
  reference({ image }, { kernel, mode, cval, origin, outDtype }) {
    const kept = keptElements(image, outDtype);
    kept.set(correlateNd(numbersOf(image), image.shape, kernelOf(kernel, origin, image.rank), { mode, cval }));
    return arrayOf(kept, image, outDtype);
  },
});
