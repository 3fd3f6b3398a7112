import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { checkOrigin, originParameter } from "../neighborhood/origin.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { slidingMean } from "../neighborhood/sliding-mean.js";
import { arrayOf, chosenDtypeStands, keptElements, outDtypes } from "./out-dtype.js";

/** The mean of every pixel's box. */
export const uniformFilter = defineFunction({
  name: "uniformFilter",
  documentation: `Replaces each pixel by the mean of a box around it.

One axis after another: the mean of \`size\` pixels, the pixel itself at ⌊size / 2⌋ + origin. An axis of size 1 is left alone, so that
[1, 5, 5] goes plane by plane. Sums are float64 and run along the lines, so that the size costs nothing; what is kept between axes has the
result's dtype: float32 (float64 for 32-bit integers and float64), or \`outDtype\`.

NaN and infinities enter the running sum and stay: everything after them on their lines is NaN, as in SciPy. A constant image stays constant,
except near a constant border. A box larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["smoothing", "linear", "separable", "denoising"],
  synonyms: ["box filter", "mean filter", "moving average", "uniform_filter", "boxFilter", "blur"],
  source: "scipy.ndimage.uniform_filter 1.10",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    size: {
      type: "integer", perAxis: true, min: 1, max: 32769, default: 3, unit: "px",
      description: "Extent of the box, one for all axes or one per axis; 1 leaves an axis alone.",
    },
    mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, on each axis anew." },
    origin: originParameter,
    outDtype: {
      type: "string", choices: outDtypes, optional: true,
      description: "Dtype in which each axis' result is kept, same being the image's; integers truncate after every axis. Default: float32 or float64.",
    },
  },
  outputs: { image: { type: "array", result: "image", resultBy: { outDtype: chosenDtypeStands }, description: "The smoothed image." } },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.06 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { size: 3 }, { size: 4, mode: "nearest" }, { size: 15, mode: "mirror" }, { size: 5, mode: "wrap", origin: 1 }, { size: 5, mode: "constant", cval: 10 }, { size: 1 },
  ],
  golden: [{
    op: "uniform", variant: "scipy", fixed: { outDtype: "same" },
    quirk: "results truncate to the image's dtype after every axis, so that the last bit of a running sum of floats decides over a grey value",
  }],
  check({ image }, { size, origin }) {
    const extents = perAxis(size, image?.shape.length ?? 0);
    return checkOrigin(extents, perAxis(origin, extents.length).map((each, axis) => (extents[axis] === 1 ? 0 : each)));
  },
  reference({ image }, { size, mode, cval, origin, outDtype }) {
    const target = keptElements(image, outDtype);
    const origins = perAxis(origin, image.rank);
    let from = numbersOf(image);
    for (const [axis, extent] of perAxis(size, image.rank).entries()) {
      if (extent === 1) continue;
      slidingMean(from, target, image.shape, axis, extent, (extent >> 1) + (origins[axis] as number), { mode, cval });
      from = target;
    }
    if (from !== target) target.set(from);
    return arrayOf(target, image, outDtype);
  },
});
