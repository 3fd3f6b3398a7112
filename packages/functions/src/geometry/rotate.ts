import { defineFunction, normalizeAxis, type Shape } from "@openhcs/core";
import { unser1991 } from "../citations.js";
import { boundaryModes, type BoundaryMode } from "../neighborhood/boundary.js";
import { imageDtypes } from "../neighborhood/elements.js";
import { interpolationParameters } from "./interpolation-parameters.js";
import { checkOutputShape } from "./output-shape.js";
import { rotatedInPlane, rotationInPlane } from "./rotate-in-plane.js";
import { centredRotation, rotatedAboutCentre } from "./rotate-about-centre.js";

/** An image rotated in the plane of two of its axes. */
export const rotate = defineFunction({
  name: "rotate",
  documentation: `Rotates an image by an angle in the plane of two of its axes, about the centre.

scipy: any two axes, splines of order 0 to 5 (default 3); the result contains the whole image unless reshape is false. As SciPy draws it, y
downward, the content turns counter-clockwise for axes [1, 0] whichever way round they are named. Integers are rounded half away from 0 and clamped.

skimage: the first two axes of a plane or of a plane with channels last, counter-clockwise; order 1 (0 for bool) by default, the shape stays
unless reshape is true. Order 1 is bilinear and order 3 bicubic (Catmull-Rom), both with coordinates in the image's own precision; pixels
outside blend in with cval. clip keeps results in the range of the image. Integers above order 0 become float64.

NaN and infinities spread over the pixels around them; splines above order 1 spread them over the whole plane. A stack of planes is rotated
plane by plane with sliceBySlice, or with axes [1, 2]. Empty images are refused. Orders 0 of both take the nearest pixel: use it for labels.`,
  category: "geometry",
  tags: ["rotation", "interpolation", "spline", "registration"],
  synonyms: ["turn", "rotation", "ndimage.rotate", "imrotate"],
  source: "scipy.ndimage.rotate 1.10; skimage.transform.rotate 0.19",
  citations: [unser1991],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [2, 3, 4, 5, 6, 7, 8], description: "Two axes or more; for skimage two or three." } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "skimage"], default: "scipy", description: "Whose definition is followed." },
    angle: { type: "number", unit: "°", description: "Angle of the rotation." },
    axes: {
      type: "list", items: { type: "integer", min: -8, max: 7 }, minLength: 2, maxLength: 2, default: [1, 0], when: { convention: "scipy" },
      description: "The two axes of the plane; negative ones count from the end.",
    },
    reshape: { type: "boolean", default: true, defaultBy: { convention: { skimage: false } }, description: "Whether the result is so large that it contains all of the image." },
    order: { type: "integer", min: 0, max: 5, optional: true, description: "Of the interpolation. Default: 3, for skimage 1, or 0 for bool." },
    mode: interpolationParameters.mode,
    cval: interpolationParameters.cval,
    clip: { type: "boolean", default: true, when: { convention: "skimage" }, description: "Whether results stay in the range of the image, and cval where it is outside of it." },
  },
  outputs: { image: { type: "array", result: "image", description: "The rotated image." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { angle: 30, order: 1, reshape: false }, { angle: -17.5 }, { angle: 90, order: 0, mode: "nearest" }, { angle: 200, order: 2, mode: "mirror" },
    { convention: "skimage", angle: 30 }, { convention: "skimage", angle: -50, order: 3, reshape: true, mode: "reflect" },
  ],
  golden: [
    { op: "rotate", variant: "scipy", fixed: { convention: "scipy" }, parameters: { angleDeg: "angle" }, options: { planewise: "sliceBySlice" } },
    {
      op: "rotate", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" },
      parameters: { angleDeg: "angle", resize: "reshape", mode: { to: "mode", values: { edge: "nearest", symmetric: "reflect", reflect: "mirror" } } },
    },
  ],
  check({ image }, { convention, angle, axes = [1, 0], reshape, order, mode }) {
    if (image === undefined) return true;
    const { shape, dtype } = image;
    if (shape.includes(0)) return "must have an element to rotate";
    if (convention === "skimage") {
      if (shape.length > 3) return "must have two or three axes for skimage";
      if (!(boundaryModes as readonly string[]).includes(mode)) return `must have one of the modes ${boundaryModes.join(", ")} for skimage`;
      if (dtype === "bool" && order !== undefined && order > 0) return "of dtype bool must have order 0 for skimage";
      return checkOutputShape(centredRotation(shape, angle, reshape).shape);
    }
    const plane = planeAxes(axes, shape.length);
    return typeof plane === "string" ? plane : checkOutputShape(rotationInPlane(shape, plane, angle, reshape).shape);
  },
  outputShape({ image }, { convention, angle, axes = [1, 0], reshape }) {
    if (image === undefined) return [];
    if (convention === "skimage") return centredRotation(image.shape, angle, reshape).shape;
    return rotationInPlane(image.shape, planeAxes(axes, image.shape.length) as Plane, angle, reshape).shape;
  },
  reference({ image }, { convention, angle, axes = [1, 0], reshape, order, mode, cval, clip = true }) {
    if (convention === "skimage") {
      const chosen = order ?? (image.dtype === "bool" ? 0 : 1);
      return rotatedAboutCentre(image, centredRotation(image.shape, angle, reshape), { order: chosen, mode: mode as BoundaryMode, cval, clip });
    }
    const plane = planeAxes(axes, image.rank) as Plane;
    return rotatedInPlane(image, plane, rotationInPlane(image.shape, plane, angle, reshape), { order: order ?? 3, mode, cval });
  },
});

export type Plane = readonly [number, number];

/** The axes of the plane, the first of them first; or why they are none. */
export function planeAxes(axes: readonly number[], rank: Shape["length"]): Plane | string {
  if (axes.some((axis) => axis < -rank || axis >= rank)) return `must have axes in [${-rank}, ${rank - 1}]`;
  const [first, second] = axes.map((axis) => normalizeAxis(axis, rank)).sort((a, b) => a - b) as [number, number];
  return first === second ? "must have two different axes" : [first, second];
}
