import { defineFunction, type ArraySpec, type Dtype } from "@openhcs/core";
import { unser1991 } from "../citations.js";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { checkOpencvResize, opencvResize } from "./opencv-resize.js";
import { checkOutputShape } from "./output-shape.js";
import { resizedSmoothly } from "./resize-smoothly.js";

/** An image in other extents, pixel borders on pixel borders. */
export const resize = defineFunction({
  name: "resize",
  documentation: `Brings an image to given extents, the borders of old and new image on each other.

Element i reads at (i + ½) · in / out − ½ along each axis.

skimage: splines of order 0 to 5 (1 is linear, the default; 0 for bool). antiAliasing smooths with a Gaussian of σ = max(0, (in / out − 1) / 2)
first; by default wherever an axis shrinks and the image is not bool, at order 0 too: for labels take order 0 and antiAliasing false.
clip keeps results in the range of the image. Values are never rescaled (preserve_range): integers above order 0 become float64.

cv2: planes. nearest takes pixel ⌊i · in / out⌋ of any dtype; linear, cubic (Keys, a = −¾) and lanczos4 continue the nearest pixel; area averages
what a pixel covers where both axes shrink, and is a kind of linear elsewhere. The dtype stays: uint8, uint16, int16, float32 or
float64, rounded half to even from float32 sums; uint8 in OpenCV's fixed point, but for area.

NaN and infinities spread over the pixels around them, above order 1 over the whole image. Constant images stay constant, except near a
constant border. Axes of extent 1 repeat. Empty images are refused.`,
  category: "geometry",
  tags: ["resampling", "interpolation", "scaling", "anti-aliasing"],
  synonyms: ["scale", "rescale", "resample", "downsample", "upsample", "imresize", "INTER_AREA"],
  source: "skimage.transform.resize 0.19; cv2.resize 4.6",
  citations: [
    unser1991,
    { text: "Keys R (1981). Cubic convolution interpolation for digital image processing. IEEE Trans. Acoust. Speech Signal Process. 29(6):1153–1160.", doi: "10.1109/TASSP.1981.1163711" },
  ],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "cv2"], default: "skimage", description: "Whose definition is followed." },
    outputShape: { type: "integer", perAxis: true, min: 1, unit: "px", description: "Extents of the result, one for all axes or one per axis." },
    order: { type: "integer", min: 0, max: 5, optional: true, when: { convention: "skimage" }, description: "Order of the spline. Default: 1, or 0 for bool." },
    mode: {
      type: "string", choices: boundaryModes, default: "mirror", when: { convention: "skimage" },
      description: "How the image goes on beyond its border (mirror is reflect in scikit-image, reflect is symmetric, nearest is edge).",
    },
    cval: { type: "number", nonFinite: true, default: 0, when: { convention: "skimage" }, description: "Value beyond the border in mode constant." },
    clip: { type: "boolean", default: true, when: { convention: "skimage" }, description: "Whether results stay in the range of the image, and cval where it is outside of it." },
    antiAliasing: { type: "boolean", optional: true, when: { convention: "skimage" }, description: "Whether to smooth first. Default: where an axis shrinks, but for bool." },
    antiAliasingSigma: {
      type: "number", perAxis: true, min: 0, max: 4096, optional: true, unit: "px", when: { convention: "skimage" },
      description: "Standard deviation of the smoothing, one for all axes or one per axis. Default: follows from the extents.",
    },
    interpolation: {
      type: "string", choices: ["nearest", "linear", "cubic", "area", "lanczos4"], default: "linear", when: { convention: "cv2" },
      description: "How a value is made of the pixels around it.",
    },
  },
  outputs: { image: { type: "array", result: "image", description: "The image in its new extents." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { outputShape: 20 }, { outputShape: 7, order: 0, antiAliasing: false }, { outputShape: 9, order: 3, mode: "wrap" }, { outputShape: 5, antiAliasing: false, mode: "constant", cval: 3 },
    { convention: "cv2", outputShape: 20 }, { convention: "cv2", outputShape: 9, interpolation: "area" }, { convention: "cv2", outputShape: 31, interpolation: "cubic" },
    { convention: "cv2", outputShape: 13, interpolation: "nearest" },
  ],
  golden: [
    {
      op: "resize", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" },
      parameters: { mode: { to: "mode", values: { edge: "nearest", symmetric: "reflect", reflect: "mirror" } } },
    },
    {
      op: "resize", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true }, parameters: { dsize: "outputShape" },
      quirk: "OpenCV's vector code sums cubic and lanczos4 in another order, so that integers may be rounded to either side of a half",
    },
  ],
  check({ image }, { convention, outputShape, order, antiAliasing, interpolation = "linear" }) {
    if (image === undefined) return true;
    if (image.shape.includes(0)) return "must have an element to resize";
    const answer = convention === "cv2" ? checkOpencvResize(image, interpolation) : checkSmooth(image, order, antiAliasing);
    return answer === true ? checkOutputShape(perAxis(outputShape, image.shape.length)) : answer;
  },
  outputShape: ({ image }, { outputShape }) => perAxis(outputShape, image?.shape.length ?? 0),
  reference({ image }, parameters) {
    const { convention, outputShape, interpolation = "linear", mode = "mirror", cval = 0, clip = true } = parameters;
    const shape = perAxis(outputShape, image.rank);
    if (convention === "cv2") return opencvResize(image, shape as readonly [number, number], interpolation);
    const { order = defaultOrder(image.dtype), antiAliasing = image.dtype !== "bool" && shape.some((extent, axis) => extent < (image.shape[axis] as number)), antiAliasingSigma } = parameters;
    return resizedSmoothly(image, shape, { order, mode, cval, clip, smooth: antiAliasing, sigma: antiAliasingSigma });
  },
});

export function defaultOrder(dtype: Dtype): number {
  return dtype === "bool" ? 0 : 1;
}

function checkSmooth({ dtype }: ArraySpec, order: number | undefined, antiAliasing: boolean | undefined): true | string {
  return dtype !== "bool" || ((order ?? 0) === 0 && antiAliasing !== true) || "of dtype bool must have order 0 and no antiAliasing for skimage";
}
