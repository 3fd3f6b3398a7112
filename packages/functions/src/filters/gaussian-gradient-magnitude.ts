import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, imageRanks, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { differentiate } from "./gaussian-passes.js";
import { checkReach, gaussianWindows } from "./gaussian-windows.js";
import { anyDtypeStands, arrayOf, checkSigned, keptElements, signedOutDtypes } from "./out-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";

/** How steep an image smoothed with a Gaussian is. */
export const gaussianGradientMagnitude = defineFunction({
  name: "gaussianGradientMagnitude",
  documentation: `Measures at every pixel how steep the image is, smoothed with a Gaussian.

√(Σ gₐ²) over all axes a, where gₐ is the image correlated with the first derivative of the Gaussian along a and with the Gaussian along the
others. The Gaussian is exp(−x² / 2σ²) over |x| ≤ ⌊truncate · σ + 0.5⌋, divided by its sum. Grey values per pixel; of a ramp its slope, a little less
where the window is cut off early. Sums are float64; what is kept between axes, and the squares, have the result's dtype: float32 (float64 for
32-bit integers and float64), or \`outDtype\`.

An axis with σ = 0 is neither smoothed nor derived but still counts in the sum, as in SciPy: it adds the square of the image as the others
smooth it. For the planes of a stack use sliceBySlice instead. NaN and infinities spread over the whole window. A constant image gives 0, except near
a constant border. A window wider than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["edges", "gradient", "derivative"],
  synonyms: ["gradient magnitude", "gaussian_gradient_magnitude", "edge detection", "edge strength", "slope"],
  source: "scipy.ndimage.gaussian_gradient_magnitude 1.10",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    sigma: { type: "number", perAxis: true, min: 0, default: 1, unit: "px", description: "Standard deviation, one for all axes or one per axis." },
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, on each axis anew." },
    truncate: { type: "number", min: 0, default: 4, description: "Where the window ends, in standard deviations." },
    outDtype: {
      type: "string", choices: signedOutDtypes, optional: true,
      description: "Dtype in which derivatives and squares are kept, same being the image's; integers truncate and wrap. Default: float32 or float64.",
    },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { outDtype: anyDtypeStands }, description: "The length of the gradient, 0 or more." } },
  contract: "flexible",
  cost: { latencyUs: 40, gbPerSec: 0.025 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [{ sigma: 1.5 }, { sigma: 0.8, mode: "mirror" }, { sigma: 2, mode: "wrap", truncate: 3 }, { sigma: 3, mode: "constant", cval: 10 }, { sigma: 1, mode: "nearest" }],
  golden: [{
    op: "gradient_magnitude", variant: "scipy", fixed: { outDtype: "same" },
    quirk: "integers truncate after every axis, so that the last bit of exp, which differs between machines, decides over a grey value",
  }],
  check: ({ image }, parameters) => {
    const signed = checkSigned(image?.dtype, parameters.outDtype);
    return signed !== true || image === undefined ? signed : checkReach(gaussianWindows(image, { convention: "scipy", ...parameters }));
  },
  reference({ image }, { sigma, mode, cval, truncate, outDtype }) {
    const source = numbersOf(image);
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    const sum = sumOverAxes(image.rank, () => keptElements(image, outDtype), (derived, target) => {
      differentiate(source, target, image.shape, windows, { mode, cval }, windows.map((_, axis) => (axis === derived ? 1 : 0)));
      square(target);
    });
    for (let i = 0; i < sum.length; i++) sum[i] = Math.sqrt(sum[i] as number);
    return arrayOf(sum, image, outDtype);
  },
});

/** Squares in place; of integers the low bits alone, which a double would lose. */
function square(values: Numbers): void {
  const multiply = values instanceof Float32Array || values instanceof Float64Array ? (value: number) => value * value : (value: number) => Math.imul(value, value);
  for (let i = 0; i < values.length; i++) values[i] = multiply(values[i] as number);
}
