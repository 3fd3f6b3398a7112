import { defineFunction } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { opencvWarp } from "./opencv-warp.js";
import { checkOutputShape } from "./output-shape.js";

/** A plane transformed by OpenCV's 2 × 3 matrix. */
export const warpAffine = defineFunction({
  name: "warpAffine",
  documentation: `Transforms a plane by a 2 × 3 matrix in x, y order, as OpenCV does.

The matrix maps the image to the result, [x', y'] = M · [x, y, 1], and is inverted first, unless inverseMap says that it maps the result to the image.
Where the image is read is rounded to 1/32 px for linear, cubic (Keys, a = −¾) and lanczos4, and to the nearest pixel for
nearest, from sums in fixed point of 10 bits. Pixels beyond the border are as the mode says; cval blends in. For unrounded
positions, any number of axes and splines see \`affineTransform\`.

The result has the image's dtype: uint8, uint16, int16, float32 or float64; integers are rounded half to even and saturated (uint8 in fixed
point, half up). A matrix that cannot be inverted reads the image's first pixel everywhere. NaN and infinities spread
over the pixels around them. A constant image stays constant, except near a constant border; planes of one pixel too. Empty planes are refused.`,
  category: "geometry",
  tags: ["registration", "interpolation", "affine", "opencv"],
  synonyms: ["affine", "warp", "cv2.warpAffine", "rotate", "translate"],
  source: "cv2.warpAffine 4.6",
  inputs: { image: { type: "array", dtypes: ["uint8", "uint16", "int16", "float32", "float64"], ranks: [2], description: "A plane; a stack is taken plane by plane." } },
  parameters: {
    matrix: {
      type: "list", items: { type: "list", items: { type: "number" }, minLength: 3, maxLength: 3 }, minLength: 2, maxLength: 2,
      description: "Two rows of three numbers, for x and y.",
    },
    outputShape: { type: "integer", perAxis: true, min: 1, max: 32766, optional: true, unit: "px", description: "Height and width of the result, or one number for both. Default: those of the image." },
    interpolation: { type: "string", choices: ["nearest", "linear", "cubic", "lanczos4"], default: "linear", description: "How a value is made of the pixels around it." },
    mode: { type: "string", choices: boundaryModes, default: "constant", description: "How the image goes on beyond its border; mirror is OpenCV's reflect101, nearest its replicate." },
    cval: { type: "number", default: 0, description: "Value beyond the border in mode constant, as the image's dtype holds it." },
    inverseMap: { type: "boolean", default: false, description: "Whether the matrix maps the result to the image." },
  },
  outputs: { image: { type: "array", result: "image", description: "The transformed plane." } },
  contract: "pure2d",
  cost: { latencyUs: 30, gbPerSec: 0.04 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { matrix: [[0.9, -0.2, 12.5], [0.15, 1.05, -6.25]] }, { matrix: [[0.9, -0.2, 2.5], [0.15, 1.05, -1]], interpolation: "nearest", mode: "wrap" },
    { matrix: [[1.2, 0.1, -2], [0, 0.8, 1.5]], outputShape: 20, interpolation: "cubic", mode: "mirror" }, { matrix: [[1, 0, 2.3], [0, 1, 0.7]], inverseMap: true, interpolation: "lanczos4", mode: "nearest" },
  ],
  golden: [{
    op: "warp_affine", variant: "cv2",
    parameters: { dsize: "outputShape", border: { to: "mode", values: { reflect101: "mirror", replicate: "nearest" } } },
    quirk: "OpenCV's vector code may round float32 sums in another order",
  }],
  check({ image }, { outputShape }) {
    if (image === undefined) return true;
    if (image.shape.includes(0)) return "must have an element to transform";
    if (image.shape.some((extent) => extent >= 32767)) return "must have extents below 32767 px, OpenCV's limit";
    return checkOutputShape(perAxis(outputShape ?? image.shape, 2));
  },
  outputShape: ({ image }, { outputShape }) => perAxis(outputShape ?? image?.shape ?? [], 2),
  reference({ image }, { matrix, outputShape = image.shape, interpolation, mode, cval, inverseMap }) {
    return opencvWarp(image, perAxis(outputShape, 2) as readonly [number, number], matrix, { interpolation, mode, cval, inverseMap });
  },
});
