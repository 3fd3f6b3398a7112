import { contiguousStrides, defineFunction, sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { unser1991 } from "../citations.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { describedMap, isAxisAligned } from "./affine-matrix.js";
import { interpolated } from "./interpolated.js";
import type { Interpolation } from "./interpolation-mode.js";
import { interpolationDocumentation, interpolationParameters } from "./interpolation-parameters.js";
import { checkOutputShape } from "./output-shape.js";
import { sampleAffine, type AffineMap } from "./sample-affine.js";
import { checkSplineImage, splineImage } from "./spline-image.js";
import { resampled } from "./zoomed.js";

/** An image scaled, rotated, sheared and moved by a matrix and an offset. */
export const affineTransform = defineFunction({
  name: "affineTransform",
  documentation: `Transforms an image by a matrix and an offset, with splines.

The map goes from the result to the image: element o of the result is image(matrix · o + offset). matrix has a row per axis of the image and a
column per axis of the result; or it lists one factor per axis; or it is homogeneous, the offset in its last column, and then offset is not
used. outputShape is that of the image unless given. For a matrix in OpenCV's order and direction see \`warpAffine\`.

${interpolationDocumentation}`,
  category: "geometry",
  tags: ["registration", "interpolation", "spline", "affine"],
  synonyms: ["affine", "affine_transform", "linear transform", "rotation", "shear", "warp"],
  source: "scipy.ndimage.affine_transform 1.10",
  citations: [unser1991],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    matrix: { type: "list", minLength: 1, maxLength: 9, description: "Rows of numbers, or one factor per axis." },
    offset: { type: "number", perAxis: true, default: 0, unit: "px", description: "Where the result's first element reads, one number for all axes or one per axis of the image." },
    outputShape: { type: "list", items: { type: "integer", min: 0 }, minLength: 1, maxLength: 8, optional: true, description: "Extents of the result. Default: those of the image." },
    ...interpolationParameters,
  },
  outputs: { image: { type: "array", result: "image", description: "The transformed image." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.02 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [
    { matrix: [[0.9, 0.25], [-0.3, 1.1]], offset: [4.5, -6.25], order: 1 }, { matrix: [[0.9, 0.25], [-0.3, 1.1]], mode: "reflect" },
    { matrix: [1.5, 0.7], order: 1, mode: "nearest" }, { matrix: [[1, 0, 2.5], [0, 1, -1.5]], order: 0 },
    { matrix: [[0.8, 0.1], [-0.05, 1.2]], offset: [3, 2], outputShape: [9, 11], order: 2, mode: "grid-constant", cval: 3 },
  ],
  golden: [{ op: "affine", variant: "scipy", options: { planewise: "sliceBySlice" } }],
  check({ image }, { matrix, offset, outputShape, order, mode }) {
    if (image === undefined) return true;
    const shape = outputShape ?? image.shape;
    const map = describedMap(matrix, offset, image.shape.length, shape.length);
    if (typeof map === "string") return map;
    const answer = isAxisAligned(map) || checkSplineImage(image.shape, { order, mode });
    return answer === true ? checkOutputShape(shape) : answer;
  },
  outputShape: ({ image }, { outputShape }) => outputShape ?? image?.shape ?? [],
  reference({ image }, { matrix, offset, outputShape = image.shape, order, mode, cval }) {
    const map = describedMap(matrix, offset, image.rank, outputShape.length) as AffineMap;
    const interpolation = { order, mode, cval };
    const values = isAxisAligned(map) ? transformAlongAxes(image, outputShape, map, Array.isArray(matrix[0]), interpolation) : transformByMatrix(image, outputShape, map, interpolation);
    return interpolated(values, outputShape, image.dtype);
  },
});

function transformAlongAxes(image: NdArray, shape: Shape, map: AffineMap, byMatrix: boolean, interpolation: Interpolation): Float64Array {
  return resampled(numbersOf(image), image.shape, shape, interpolation, affineCoordinate(map, byMatrix));
}

/**
 * Where element i of the result lies along an axis of the image, of a map that scales and moves along the axes alone.
 *
 * A list of factors is rounded otherwise than a matrix, which decides between pixels at order 0.
 */
export function affineCoordinate({ matrix, offset }: AffineMap, byMatrix: boolean): (axis: number, i: number) => number {
  return (axis, i) => {
    const [factor, start] = [matrix[axis]?.[axis] as number, offset[axis] as number];
    return byMatrix ? i * factor + start : (i + start / factor) * factor;
  };
}

function transformByMatrix(image: NdArray, shape: Shape, { matrix, offset }: AffineMap, interpolation: Interpolation): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  if (image.size === 0) return result.fill(interpolation.cval);
  const spline = splineImage(numbersOf(image), image.shape, [...image.shape.keys()], interpolation);
  const source = { elements: spline.coefficients, shape: spline.shape, strides: contiguousStrides(spline.shape), offset: 0 };
  const target = { elements: result, shape, strides: contiguousStrides(shape), offset: 0 };
  sampleAffine(source, target, { matrix, offset: offset.map((distance, axis) => distance + (spline.pad[axis] as number)) }, interpolation);
  return result;
}
