import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { tapsAt } from "./axis-taps.js";
import type { Interpolation } from "./interpolation-mode.js";
import { resampleAxes } from "./resample-axes.js";
import { splineImage } from "./spline-image.js";

/** An image in other extents: borders on borders (`gridMode`), else the centres of the outermost pixels on each other. */
export function zoomed(values: Numbers, shape: Shape, target: Shape, interpolation: Interpolation, gridMode: boolean): Float64Array {
  return resampled(values, shape, target, interpolation, (axis, i) => {
    const [from, to] = [shape[axis] as number, target[axis] as number];
    if (gridMode) return (i + 0.5) * (from / to) - 0.5;
    return i * (to === 1 ? 1 : (from - 1) / (to - 1));
  });
}

/** An image read at coordinates that depend on one axis each. */
export function resampled(values: Numbers, shape: Shape, target: Shape, interpolation: Interpolation, coordinate: (axis: number, i: number) => number): Float64Array {
  if (values.length === 0) return new Float64Array(sizeOf(target)).fill(interpolation.cval);
  const spline = splineImage(values, shape, [...shape.keys()], interpolation);
  const taps = target.map((count, axis) => {
    const coordinates = Float64Array.from({ length: count }, (_, i) => coordinate(axis, i) + (spline.pad[axis] as number));
    return tapsAt(coordinates, spline.shape[axis] as number, interpolation);
  });
  return resampleAxes(spline.coefficients, spline.shape, taps, interpolation.cval);
}
