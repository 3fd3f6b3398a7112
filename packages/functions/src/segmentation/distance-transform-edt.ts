import { defineFunction, NdArray, type Shape } from "@openhcs/core";
import { maurer2003 } from "../citations.js";
import { foregroundOf } from "../labels/partition.js";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { imageRanks } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { nearestBackground } from "./nearest-background.js";

/** What OpenCV takes for the square of an infinite distance. */
export const opencvInfinity = 1e15;

/** How far every foreground pixel is from the background. */
export const distanceTransformEdt = defineFunction({
  name: "distanceTransformEdt",
  documentation: `Gives every foreground pixel its Euclidean distance from the nearest background pixel.

Foreground is what is not zero, NaN included; the background gets 0. Distances go from centre to centre of pixels that are sampling apart
along each axis, exactly and in time linear in the image, for any number of axes. What lies outside of the image is no background. Results are
float32, float64 from float64.

An image without background has no such distance. scipy: it is measured from a pixel at -1 on the first axis and 0 on the others, as SciPy does;
cv2: about 3.16e7. cv2 takes planes and no sampling (DIST_L2, DIST_MASK_PRECISE). An image without foreground gives zeros; axes of
extent 1 do not matter.`,
  category: "segmentation",
  tags: ["mask", "distance", "morphology"],
  synonyms: ["distance_transform_edt", "distanceTransform", "distance map", "euclidean distance transform", "edt", "bwdist"],
  source: "scipy.ndimage.distance_transform_edt 1.10; cv2.distanceTransform 4.6; Maurer, Qi and Raghavan 2003, IEEE Trans. PAMI 25",
  citations: [maurer2003],
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask: everything that is not zero is foreground. For cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "cv2"], default: "scipy", description: "Whose definition is followed." },
    sampling: {
      type: "number", perAxis: true, min: 0, exclusiveMin: true, default: 1, when: { convention: "scipy" },
      description: "Distance between neighbouring pixels, one for all axes or one per axis; its unit is the result's.",
    },
  },
  outputs: { distances: { type: "array", result: "float", description: "Of the image's shape, in units of sampling." } },
  check: ({ image }, { convention }) => convention !== "cv2" || image?.shape.length === 2 || "must be a plane for cv2 (call a stack with sliceBySlice)",
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { sampling: 2.5 }, { convention: "cv2" }],
  golden: [
    { op: "edt", variant: "scipy", fixed: { convention: "scipy" } },
    { op: "edt", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  reference: ({ image }, { convention, sampling = 1 }) => {
    const squares = squaredDistances(foregroundOf(image), image.shape, perAxis(sampling, image.rank), convention);
    const data = image.dtype === "float64" ? squares : new Float32Array(squares.length);
    for (let at = 0; at < data.length; at++) data[at] = Math.sqrt(squares[at] as number);
    return new NdArray({ data, shape: image.shape });
  },
});

/** Squares of distances from the background, in float64. */
export function squaredDistances(foreground: Uint8Array, shape: Shape, sampling: readonly number[], convention: "scipy" | "cv2" = "scipy"): Float64Array<ArrayBuffer> {
  const { nearest, squares } = nearestBackground(foreground, shape, sampling);
  if (nearest.length === 0 || nearest[0] !== -1) return squares;
  return convention === "cv2" ? squares.fill(opencvInfinity) : fromBeforeFirst(squares, shape, sampling);
}

/** Squares of distances from the pixel at -1 on the first axis and 0 on the others. */
function fromBeforeFirst(squares: Float64Array<ArrayBuffer>, shape: Shape, sampling: readonly number[]): Float64Array<ArrayBuffer> {
  const index = shape.map(() => 0);
  for (let at = 0; at < squares.length; at++) {
    let square = 0;
    for (let axis = 0; axis < index.length; axis++) square += (((index[axis] as number) + (axis === 0 ? 1 : 0)) * (sampling[axis] as number)) ** 2;
    squares[at] = square;
    advanceIndex(index, shape);
  }
  return squares;
}
