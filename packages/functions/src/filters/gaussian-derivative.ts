import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { differentiate } from "./gaussian-passes.js";
import { checkReach, gaussianWindows } from "./gaussian-windows.js";
import { anyDtypeStands, arrayOf, checkSigned, keptElements, signedOutDtypes } from "./out-dtype.js";

/** Derivatives of an image smoothed with a Gaussian. */
export const gaussianDerivative = defineFunction({
  name: "gaussianDerivative",
  documentation: `Derives an image smoothed with a Gaussian, as often along each axis as \`order\` says.

Each line is convolved with the derivative of exp(−x² / 2σ²) over |x| ≤ ⌊truncate · σ + 0.5⌋, the Gaussian divided by its sum first: order [0, 1] is the
slope along x, [1, 1] the mixed second derivative, 0 smooths. An axis with σ = 0 is left alone and has order 0 (SciPy lets any pass, and does
not derive). Sums are float64; what is kept between axes has the result's dtype: float32 (float64 for 32-bit integers and float64), or \`outDtype\`.

NaN and infinities spread over the whole window. A constant image gives nearly 0, as cut-off weights of even order do not sum to exactly 0.
A window wider than the image reads the continued border as often as it takes; along an axis of extent 1 odd orders give 0, except in mode constant.`,
  category: "filters",
  tags: ["edges", "gradient", "derivative", "linear"],
  synonyms: ["derivative of gaussian", "gaussian_filter order", "gradient", "hessian"],
  source: "scipy.ndimage.gaussian_filter 1.10 with order",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    order: { type: "integer", perAxis: true, min: 0, max: 8, description: "How often to derive, one for all axes or one per axis." },
    sigma: { type: "number", perAxis: true, min: 0, default: 1, unit: "px", description: "Standard deviation, one for all axes or one per axis; 0 leaves an axis alone." },
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, on each axis anew." },
    truncate: { type: "number", min: 0, default: 4, description: "Where the window ends, in standard deviations." },
    outDtype: {
      type: "string", choices: signedOutDtypes, optional: true,
      description: "Dtype in which each axis' result is kept, same being the image's; integers truncate and wrap. Default: float32 or float64.",
    },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { outDtype: anyDtypeStands }, description: "The derivative, with its sign." } },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.06 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [
    { order: 1 }, { order: 0, sigma: 2 }, { order: 2, sigma: 1.5, mode: "nearest" }, { order: 1, sigma: 0.8, mode: "constant", cval: 10 },
    { order: 3, sigma: 2, mode: "wrap", truncate: 3 },
  ],
  check({ image }, { order, sigma, truncate, outDtype }) {
    const signed = checkSigned(image?.dtype, outDtype);
    if (signed !== true || image === undefined) return signed;
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    const blind = perAxis(order, windows.length).some((each, axis) => each > 0 && windows[axis]?.sigma === 0);
    if (blind) return "must have a sigma above 0 on each axis with an order above 0";
    return checkReach(windows);
  },
  reference({ image }, { order, sigma, mode, cval, truncate, outDtype }) {
    const kept = keptElements(image, outDtype);
    const windows = gaussianWindows(image, { convention: "scipy", sigma, truncate });
    differentiate(numbersOf(image), kept, image.shape, windows, { mode, cval }, perAxis(order, image.rank));
    return arrayOf(kept, image, outDtype);
  },
});
