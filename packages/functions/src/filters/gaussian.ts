import { defineFunction, NdArray, type ArraySpec, type Dtype, type Shape } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { allocateNumbers, imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { smooth } from "./gaussian-passes.js";
import { checkReach, gaussianDtype, gaussianScale, gaussianWindows, widestRadius, type GaussianChoices } from "./gaussian-windows.js";
import { checkOpencvKernel, opencvDtypes, opencvGaussian } from "./opencv-gaussian.js";
import { chosenDtypeStands, outDtypes } from "./out-dtype.js";
import { toUnitRange } from "./unit-range.js";

/** An image smoothed with a Gaussian, by the definition of SciPy, scikit-image or OpenCV. */
export const gaussian = defineFunction({
  name: "gaussian",
  documentation: `Smooths an image with a Gaussian, one axis after another.

Each line is correlated with weights exp(−i² / 2σ²), |i| ≤ radius = ⌊truncate · σ + 0.5⌋, divided by their sum; an axis with σ = 0 is left alone.
Sums are float64; what is kept between axes has the result's dtype: float32 (float64 for 32-bit integers and float64), or \`outDtype\`.

Conventions differ in defaults and in what they do to integers. scipy: values as they are. skimage: border nearest, integers scaled to
[0, 1] (signed [−1, 1]) unless preserveRange. cv2: a plane (of a stack with sliceBySlice), a kernel of given size, border mirror; uint8 and
uint16 are summed in OpenCV's fixed point and rounded half up, results have the image's dtype.

NaN and infinities spread over the whole window, as NaN where infinities of both signs meet. A constant image stays constant, except near
a constant border. Axes of extent 1 are filtered like any other: they change only near a constant border. A window wider than
the image reads the continued border pattern as often as it takes.`,
  category: "filters",
  tags: ["smoothing", "linear", "separable", "denoising"],
  synonyms: ["blur", "smooth", "low-pass", "gaussian filter", "gaussian_filter", "GaussianBlur"],
  source: "scipy.ndimage.gaussian_filter 1.10; skimage.filters.gaussian 0.19; cv2.GaussianBlur 4.6",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "skimage", "cv2"], default: "scipy", description: "Whose definition is followed." },
    sigma: {
      type: "number", perAxis: true, min: 0, default: 1, unit: "px",
      description: "Standard deviation, one for all axes or one per axis; 0 leaves an axis alone. cv2: 0 along y means that of x, 0 along x follows from kernelSize.",
    },
    mode: {
      type: "string", choices: boundaryModes, default: "reflect", defaultBy: { convention: { skimage: "nearest", cv2: "mirror" } },
      description: "How the image goes on beyond its border; cv2 has no wrap.",
    },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant; for skimage on the scaled values." },
    truncate: { type: "number", min: 0, default: 4, when: { convention: ["scipy", "skimage"] }, description: "Where the window ends, in standard deviations." },
    outDtype: {
      type: "string", choices: outDtypes,
      optional: true, when: { convention: "scipy" },
      description: "Dtype in which each axis' result is kept, same being the image's; integers truncate after every axis. Default: float32 or float64.",
    },
    preserveRange: { type: "boolean", default: false, when: { convention: "skimage" }, description: "Keeps integer values as they are." },
    kernelSize: {
      type: "integer", perAxis: true, min: 0, max: 2 * widestRadius + 1, default: 0, unit: "px", when: { convention: "cv2" },
      description: "Window of the kernel, odd, one for both axes or [y, x]; 0 follows from sigma.",
    },
  },
  outputs: {
    image: {
      type: "array", result: "image", description: "The smoothed image; scaled ones are floats, and outDtype stands.",
      resultBy: {
        preserveRange: { false: "float" },
        outDtype: chosenDtypeStands,
      },
    },
  },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.06 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { sigma: 2 }, { sigma: 0.6, mode: "mirror" }, { sigma: 1.5, mode: "wrap", truncate: 2 }, { sigma: 3, mode: "constant", cval: 10 }, { sigma: 0 },
    { convention: "skimage", sigma: 1, preserveRange: true }, { convention: "skimage", sigma: 1.5 },
    { convention: "cv2", kernelSize: [9, 7], sigma: [2, 1.2] }, { convention: "cv2", sigma: 1, mode: "nearest" },
  ],
  golden: [
    {
      op: "gaussian", variant: "scipy", fixed: { convention: "scipy", outDtype: "same" },
      quirk: "integers truncate after every axis, so that the last bit of exp, which differs between machines, decides over a grey value",
    },
    { op: "gaussian", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    {
      op: "gaussian", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true },
      parameters: { ksize: "kernelSize", border: { to: "mode", values: { reflect101: "mirror", replicate: "nearest" } } },
      quirk: "OpenCV has an exp of its own, whose last bit decides how a weight rounds to its fixed point",
    },
  ],
  check({ image }, parameters) {
    const { dtype, shape } = image as ArraySpec;
    const answer = parameters.convention !== "cv2" || checkOpencv(dtype, shape, parameters);
    if (answer !== true) return answer;
    return checkReach(gaussianWindows({ dtype, shape }, parameters));
  },
  reference({ image }, parameters) {
    const { convention, sigma, mode, cval, kernelSize = 0 } = parameters;
    const boundary = { mode, cval };
    if (convention === "cv2") return opencvGaussian(image, { size: perAxis(kernelSize, 2), sigma: perAxis(sigma, 2) }, boundary);
    const dtype = gaussianDtype(image, parameters);
    const target = allocateNumbers(dtype, image.size);
    const scale = gaussianScale(image, parameters);
    const source = scale === 1 ? numbersOf(image) : toUnitRange(numbersOf(image), scale, target);
    smooth(source, target, image.shape, gaussianWindows(image, parameters), boundary);
    const data = dtype === "bool" ? truncatedTo(dtype, target) : target;
    return new NdArray({ data, shape: image.shape, dtype: dtype === "float16" ? "float32" : dtype });
  },
});

function checkOpencv(dtype: Dtype, shape: Shape, { sigma, mode, kernelSize = 0 }: GaussianChoices & { readonly mode: string }): true | string {
  if (!opencvDtypes.includes(dtype)) return `must be ${opencvDtypes.join(", ")} for cv2`;
  if (shape.length !== 2) return "must be a plane for cv2 (call a stack with sliceBySlice)";
  if (mode === "wrap") return "need another mode than wrap for cv2";
  return checkOpencvKernel({ size: perAxis(kernelSize, 2), sigma: perAxis(sigma, 2) }, dtype);
}
