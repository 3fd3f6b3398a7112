import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices } from "../neighborhood/boundary.js";
import type { Numbers } from "../neighborhood/elements.js";
import { padElements } from "../neighborhood/pad-elements.js";
import { pixelBoundary, splinePadding, type Interpolation } from "./interpolation-mode.js";
import { mostElements } from "./output-shape.js";
import { splineFilter } from "./spline-filter.js";

/** What a spline is evaluated from: the pixels themselves up to order 1, else coefficients, of an image with `pad` more pixels around it on the axes that are interpolated. */
export interface SplineImage {
  readonly coefficients: Float64Array;
  readonly shape: Shape;
  /** Per axis: what is added to a coordinate of the image. */
  readonly pad: readonly number[];
}

/** `true`, or why no spline goes through all axes of an image of such a shape. */
export function checkSplineImage(shape: Shape, interpolation: Pick<Interpolation, "order" | "mode">): true | string {
  const wide = shape.map((extent) => extent + 2 * splinePadding(interpolation));
  return sizeOf(wide) <= mostElements || `must have at most ${mostElements} elements with the border that mode ${interpolation.mode} needs, not shape [${wide.join(", ")}]`;
}

/** The spline through the pixels, along the axes along which it will be evaluated. */
export function splineImage(values: Numbers, shape: Shape, axes: readonly number[], { order, mode, cval }: Interpolation): SplineImage {
  const width = splinePadding({ order, mode });
  const pad = shape.map((_, axis) => (axes.includes(axis) ? width : 0));
  if (order < 2) return { coefficients: values instanceof Float64Array ? values : new Float64Array(values), shape, pad };
  const wide = shape.map((extent, axis) => extent + 2 * (pad[axis] as number));
  const coefficients = new Float64Array(sizeOf(wide));
  if (width === 0) coefficients.set(values);
  else {
    const reads = shape.map((extent, axis) => boundaryIndices(pixelBoundary(mode), extent, pad[axis] as number, pad[axis] as number));
    padElements(values, coefficients, shape, reads, cval);
  }
  for (const axis of axes) splineFilter(coefficients, coefficients, wide, axis, order, mode);
  return { coefficients, shape: wide, pad };
}
