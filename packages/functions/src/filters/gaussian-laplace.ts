import { defineFunction } from "@openhcs/core";
import { marr1980 } from "../citations.js";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { differentiate } from "./gaussian-passes.js";
import { checkReach, gaussianWindows } from "./gaussian-windows.js";
import { anyDtypeStands, arrayOf, checkSigned, keptElements, signedOutDtypes } from "./out-dtype.js";
import { sumOverAxes } from "./sum-over-axes.js";

/** The Laplacian of an image smoothed with a Gaussian. */
export const gaussianLaplace = defineFunction({
  name: "gaussianLaplace",
  documentation: `Finds spots and edges of a given size: the Laplacian of the image smoothed with a Gaussian.

The sum over the axes of the image correlated with the second derivative (x² / σ⁴ − 1 / σ²) · g(x) along that axis and with g(x) along the others;
g is exp(−x² / 2σ²) over |x| ≤ ⌊truncate · σ + 0.5⌋, divided by its sum. Bright spots give minima, deepest where σ is radius / √2; the values
shrink with 1 / σ², multiply with −σ² to compare scales. Sums are float64; what is kept between axes has the result's dtype: float32
(float64 for 32-bit integers and float64), or \`outDtype\`.

An axis with σ = 0 is neither smoothed nor derived but still counts in the sum, as in SciPy: it adds the image as the others smooth it. For the
planes of a stack use sliceBySlice instead. NaN and infinities spread over the whole window. A constant image gives nearly 0, as the cut-off
weights do not sum to exactly 0. A window wider than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["edges", "spots", "derivative", "linear", "blobs"],
  synonyms: ["laplacian of gaussian", "LoG", "gaussian_laplace", "mexican hat", "blob detection", "spot enhancement"],
  source: "scipy.ndimage.gaussian_laplace 1.10; Marr and Hildreth 1980",
  citations: [marr1980],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    sigma: { type: "number", perAxis: true, min: 0, default: 1, unit: "px", description: "Standard deviation, one for all axes or one per axis." },
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, on each axis anew." },
    truncate: { type: "number", min: 0, default: 4, description: "Where the window ends, in standard deviations." },
    outDtype: {
      type: "string", choices: signedOutDtypes, optional: true,
      description: "Dtype in which each axis' result is kept, same being the image's; integers truncate and wrap. Default: float32 or float64.",
    },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { outDtype: anyDtypeStands }, description: "The Laplacian of the smoothed image." } },
  contract: "flexible",
  cost: { latencyUs: 40, gbPerSec: 0.03 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-4 },
  examples: [{ sigma: 2 }, { sigma: 0.8, mode: "mirror" }, { sigma: 1.5, mode: "wrap", truncate: 3 }, { sigma: 3, mode: "constant", cval: 10 }, { sigma: 1, mode: "nearest" }],
  golden: [{
    op: "log", variant: "scipy", fixed: { outDtype: "same" },
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
      differentiate(source, target, image.shape, windows, { mode, cval }, windows.map((_, axis) => (axis === derived ? 2 : 0)));
    });
    return arrayOf(sum, image, outDtype);
  },
});
