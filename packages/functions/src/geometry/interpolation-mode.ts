import { boundaryIndex, type BoundaryMode } from "../neighborhood/boundary.js";

/**
 * How interpolation goes on beyond an image, in SciPy's names.
 *
 * reflect (also grid-mirror), mirror and nearest as for neighbourhoods. constant: a point outside of the centres of the outermost pixels is
 * cval, without any blending; grid-constant: pixels outside are cval and blend. wrap: repeats with a period of extent − 1, so
 * that the first and the last pixel fall on each other; grid-wrap: with a period of extent.
 */
export const interpolationModes = ["reflect", "mirror", "nearest", "constant", "grid-constant", "wrap", "grid-wrap", "grid-mirror"] as const;
export type InterpolationMode = (typeof interpolationModes)[number];

/** Where interpolation reads and what it finds outside. */
export interface Interpolation {
  /** Of the spline: 0 nearest pixel, 1 linear, 3 cubic; at most 5. */
  readonly order: number;
  readonly mode: InterpolationMode;
  readonly cval: number;
}

/** What a pixel outside of the image reads, where the spline's support reaches beyond the border. */
export function pixelBoundary(mode: InterpolationMode): BoundaryMode {
  switch (mode) {
    case "constant": case "wrap": return "mirror";
    case "grid-constant": return "constant";
    case "grid-wrap": return "wrap";
    case "grid-mirror": return "reflect";
    default: return mode;
  }
}

/** How many pixels around the image are made before the spline's coefficients are computed, where no exact start of the recursion exists. */
export function splinePadding({ order, mode }: Pick<Interpolation, "order" | "mode">): number {
  return order > 1 && (mode === "nearest" || mode === "grid-constant") ? 12 : 0;
}

/** The point that a coordinate stands for, at or near the image where the mode is periodic; NaN where it is cval. */
export function coordinateIn(mode: InterpolationMode, coordinate: number, extent: number): number {
  if (coordinate >= 0 && coordinate <= extent - 1) return coordinate;
  if (Number.isNaN(coordinate)) return NaN;
  switch (mode) {
    case "constant": return NaN;
    case "grid-constant": case "nearest": return coordinate;
    default: return extent <= 1 ? 0 : periodic(mode, coordinate, extent);
  }
}

function periodic(mode: InterpolationMode, coordinate: number, extent: number): number {
  switch (mode) {
    case "mirror": return mirrored(coordinate, extent);
    case "wrap": return wrapped(coordinate, extent - 1, coordinate < 0 ? 0 : 1);
    case "grid-wrap": return coordinate < 0 ? coordinate + extent * (Math.trunc((-1 - coordinate) / extent) + 1) : coordinate - extent * Math.trunc(coordinate / extent);
    default: return reflected(coordinate, extent);
  }
}

function wrapped(coordinate: number, period: number, side: 0 | 1): number {
  return side === 0 ? coordinate + period * (Math.trunc(-coordinate / period) + 1) : coordinate - period * Math.trunc(coordinate / period);
}

function mirrored(coordinate: number, extent: number): number {
  const period = 2 * extent - 2;
  if (coordinate < 0) {
    const near = coordinate + period * Math.trunc(-coordinate / period);
    return near <= 1 - extent ? near + period : -near;
  }
  const near = coordinate - period * Math.trunc(coordinate / period);
  return near >= extent ? period - near : near;
}

/** The smallest distances from 0 are kept apart from −1, which would be the pixel before. */
function reflected(coordinate: number, extent: number): number {
  const period = 2 * extent;
  if (coordinate < 0) {
    const near = coordinate < -period ? coordinate + period * Math.trunc(-coordinate / period) : coordinate;
    return near < -extent ? near + period : (near > -1e-15 ? 1e-15 : -near) - 1;
  }
  const near = coordinate - period * Math.trunc(coordinate / period);
  return near >= extent ? period - near - 1 : near;
}

/** Index of a pixel of the image, −1 where it is cval. */
export function pixelIn(mode: InterpolationMode, index: number, extent: number): number {
  return boundaryIndex(pixelBoundary(mode), index, extent);
}
