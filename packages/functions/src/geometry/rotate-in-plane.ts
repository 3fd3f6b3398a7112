import { contiguousStrides, sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { numbersOf } from "../neighborhood/elements.js";
import { positionOf } from "../neighborhood/line-start.js";
import { cosineAndSine } from "./cosine-and-sine.js";
import { interpolated } from "./interpolated.js";
import type { Interpolation } from "./interpolation-mode.js";
import { multiplyAdd } from "./multiply-add.js";
import { sampleAffine, type AffineMap } from "./sample-affine.js";
import { splineImage } from "./spline-image.js";

/** A rotation in the plane of two axes, and the shape that comes of it. */
export interface Rotation {
  readonly map: AffineMap;
  readonly shape: Shape;
}

/** The rotation about the centre that `scipy.ndimage.rotate` makes; with `reshape` the extents of the rotated rectangle, rounded. */
export function rotationInPlane(shape: Shape, axes: readonly [number, number], angle: number, reshape: boolean): Rotation {
  const { cos, sin } = cosineAndSine(angle);
  const [height, width] = axes.map((axis) => shape[axis] as number) as [number, number];
  const extents = reshape
    ? [spanOf([0, sin * width, cos * height, cos * height + sin * width]), spanOf([0, cos * width, -sin * height, cos * width - sin * height])]
    : [height, width];
  const [y, x] = extents.map((extent) => (extent - 1) / 2) as [number, number];
  // The offset's last bit decides which of two equally near pixels, or whether a point on the border, is read: that of SciPy's matrix product.
  const offset = [(height - 1) / 2 - multiplyAdd(cos, y, sin * x), (width - 1) / 2 - multiplyAdd(-sin, y, cos * x)];
  const rotated = [...shape];
  for (const [at, axis] of axes.entries()) rotated[axis] = extents[at] as number;
  return { map: { matrix: [[cos, sin], [-sin, cos]], offset }, shape: rotated };
}

function spanOf(bounds: readonly number[]): number {
  return Math.trunc(Math.max(...bounds) - Math.min(...bounds) + 0.5);
}

/** Every plane of the two axes rotated, splines along these axes alone. */
export function rotatedInPlane(image: NdArray, axes: readonly [number, number], { map, shape }: Rotation, interpolation: Interpolation): NdArray {
  const spline = splineImage(numbersOf(image), image.shape, axes, interpolation);
  const result = new Float64Array(sizeOf(shape));
  const [from, to] = [contiguousStrides(spline.shape), contiguousStrides(shape)];
  const inPlane = (values: readonly number[]) => axes.map((axis) => values[axis] as number);
  const offset = map.offset.map((distance, at) => distance + (spline.pad[axes[at] as number] as number));
  const others = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const index = shape.map(() => 0);
  for (let plane = 0; plane < sizeOf(others); plane++) {
    const source = { elements: spline.coefficients, shape: inPlane(spline.shape), strides: inPlane(from), offset: positionOf(index, from) };
    const target = { elements: result, shape: inPlane(shape), strides: inPlane(to), offset: positionOf(index, to) };
    sampleAffine(source, target, { matrix: map.matrix, offset }, interpolation);
    advanceIndex(index, others);
  }
  return interpolated(result, shape, image.dtype);
}
