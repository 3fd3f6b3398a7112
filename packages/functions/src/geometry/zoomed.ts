import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { tapsAt, type AxisTaps } from "./axis-taps.js";
import type { Interpolation } from "./interpolation-mode.js";
import { fillOutside, resampleAxis, shrinkingFirst } from "./resample-axes.js";
import { splineImage } from "./spline-image.js";

/** An image in other extents: borders on borders (`gridMode`), else the centres of the outermost pixels on each other. */
export function zoomed(values: Numbers, shape: Shape, target: Shape, interpolation: Interpolation, gridMode: boolean): Float64Array {
  return resampled(values, shape, target, interpolation, zoomCoordinate(shape, target, gridMode));
}

/** Where element i of the result lies along an axis of the image. */
export function zoomCoordinate(shape: Shape, target: Shape, gridMode: boolean): (axis: number, i: number) => number {
  return (axis, i) => {
    const [from, to] = [shape[axis] as number, target[axis] as number];
    if (gridMode) return (i + 0.5) * (from / to) - 0.5;
    return i * (to === 1 ? 1 : (from - 1) / (to - 1));
  };
}

/** An image read at coordinates that depend on one axis each; each axis is filtered, and extended beyond the border, by itself. */
export function resampled(values: Numbers, shape: Shape, target: Shape, interpolation: Interpolation, coordinate: (axis: number, i: number) => number): Float64Array {
  const { cval } = interpolation;
  if (values.length === 0) return new Float64Array(sizeOf(target)).fill(cval);
  let from = values;
  const extents = [...shape];
  const taps: AxisTaps[] = [];
  for (const axis of shrinkingFirst(shape, target)) {
    const count = target[axis] as number;
    const spline = splineImage(from, extents, [axis], interpolation);
    const coordinates = Float64Array.from({ length: count }, (_, i) => coordinate(axis, i) + (spline.pad[axis] as number));
    const ofAxis = tapsAt(coordinates, spline.shape[axis] as number, interpolation);
    from = resampleAxis(spline.coefficients, spline.shape, axis, ofAxis, cval);
    extents[axis] = count;
    taps[axis] = ofAxis;
  }
  const result = from as Float64Array;
  fillOutside(result, extents, taps, cval);
  return result;
}
