import { coordinateIn, pixelIn, type Interpolation } from "./interpolation-mode.js";
import { splineWeights } from "./spline-weights.js";

/** The pixels, and their weights, that each of the points along one axis is computed from. */
export interface AxisTaps {
  /** How many points. */
  readonly count: number;
  /** Pixels per point. */
  readonly width: number;
  /** `count * width` indices of pixels; −1 is a pixel of value cval. */
  readonly pixels: Int32Array;
  readonly weights: Float64Array;
  /** 1 where a point lies outside and is cval. */
  readonly outside: Uint8Array;
}

/** Taps of so many points without weights yet. */
export function emptyTaps(count: number, width: number): AxisTaps {
  return { count, width, pixels: new Int32Array(count * width), weights: new Float64Array(count * width), outside: new Uint8Array(count) };
}

/** Taps for points at given coordinates along an axis of the spline's image. */
export function tapsAt(coordinates: Float64Array, extent: number, interpolation: Interpolation): AxisTaps {
  const taps = emptyTaps(coordinates.length, interpolation.order + 1);
  for (let i = 0; i < coordinates.length; i++) fillTaps(taps, i, coordinates[i] as number, extent, interpolation);
  return taps;
}

/** Writes the taps of point `i`. */
export function fillTaps({ width, pixels, weights, outside }: AxisTaps, i: number, coordinate: number, extent: number, { order, mode }: Interpolation): void {
  const point = coordinateIn(mode, coordinate, extent);
  const at = i * width;
  outside[i] = Number.isNaN(point) ? 1 : 0;
  if (outside[i] === 1) return;
  const middle = Math.floor(order % 2 === 1 ? point : point + 0.5);
  const start = middle - (order >> 1);
  if (start >= 0 && start + order < extent) for (let k = 0; k < width; k++) pixels[at + k] = start + k;
  else for (let k = 0; k < width; k++) pixels[at + k] = pixelIn(mode, start + k, extent);
  splineWeights(order, point - middle, weights, at);
}
