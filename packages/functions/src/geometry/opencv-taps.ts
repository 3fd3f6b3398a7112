import { roundHalfEven } from "@openhcs/core";
import { emptyTaps, type AxisTaps } from "./axis-taps.js";
import { opencvWeights } from "./opencv-weights.js";

export type OpencvInterpolation = "nearest" | "linear" | "cubic" | "area" | "lanczos4";

/** Pixels of the image per pixel of the result, as OpenCV computes it: the reciprocal of a quotient. */
export function scaleOf(extent: number, count: number): number {
  return 1 / (count / extent);
}

export function isWholeScale(scale: number): boolean {
  return Math.abs(scale - roundHalfEven(scale)) < Number.EPSILON;
}

export function nearestTaps(extent: number, count: number): AxisTaps {
  const taps = emptyTaps(count, 1);
  const scale = scaleOf(extent, count);
  for (let i = 0; i < count; i++) taps.pixels[i] = Math.min(Math.floor(i * scale), extent - 1);
  taps.weights.fill(1);
  return taps;
}

/** Sums of whole blocks. */
export function blockTaps(extent: number, count: number): AxisTaps {
  const width = extent / count;
  const taps = emptyTaps(count, width);
  for (let i = 0; i < extent; i++) taps.pixels[i] = i;
  taps.weights.fill(1);
  return taps;
}

/** Shares of the pixels that a larger pixel covers; slivers of less than 0.001 are left out, as OpenCV does. */
export function areaTaps(extent: number, count: number): AxisTaps {
  const scale = scaleOf(extent, count);
  const taps = emptyTaps(count, Math.ceil(scale) + 2);
  taps.pixels.fill(-1);
  for (let i = 0; i < count; i++) {
    let at = i * taps.width;
    const add = (pixel: number, share: number) => {
      taps.pixels[at] = pixel;
      taps.weights[at++] = Math.fround(share);
    };
    const [start, end] = [i * scale, i * scale + scale];
    const covered = Math.min(scale, extent - start);
    const last = Math.min(Math.floor(end), extent - 1);
    const first = Math.min(Math.ceil(start), last);
    if (first - start > 1e-3) add(first - 1, (first - start) / covered);
    for (let pixel = first; pixel < last; pixel++) add(pixel, 1 / covered);
    if (end - last > 1e-3) add(last, Math.min(end - last, 1, covered) / covered);
  }
  return taps;
}

interface Arithmetic {
  /** Weights are whole multiples of 2⁻¹¹. */
  readonly fixed: boolean;
  /** Along x OpenCV takes a lone pixel where the two of linear interpolation would reach over the border. */
  readonly along: "x" | "y";
}

/** Taps of linear, cubic and lanczos4, and of area where it does not shrink, the nearest pixel continued. Weights are float32, or integers if fixed. */
export function smoothTaps(extent: number, count: number, interpolation: OpencvInterpolation, { fixed, along }: Arithmetic): AxisTaps {
  const kind = interpolation === "cubic" || interpolation === "lanczos4" ? interpolation : "linear";
  const width = { linear: 2, cubic: 4, lanczos4: 8 }[kind];
  const taps = emptyTaps(count, width);
  for (let i = 0; i < count; i++) {
    let { pixel, fraction } = interpolation === "area" ? areaPoint(i, extent, count) : centrePoint(i, extent, count);
    const isLone = kind === "linear" && along === "x" && (pixel < 0 || pixel >= extent - 1);
    if (isLone) [pixel, fraction] = [pixel < 0 ? 0 : extent - 1, 0];
    const weights = opencvWeights(kind, fraction);
    for (let k = 0; k < width; k++) {
      const weight = weights[k] as number;
      taps.pixels[i * width + k] = isLone && k > 0 ? -1 : Math.min(extent - 1, Math.max(0, pixel - (width >> 1) + 1 + k));
      taps.weights[i * width + k] = fixed ? roundHalfEven(Math.fround(weight * 2048)) : weight;
    }
  }
  return taps;
}

interface Point {
  readonly pixel: number;
  readonly fraction: number;
}

function centrePoint(i: number, extent: number, count: number): Point {
  const point = Math.fround((i + 0.5) * scaleOf(extent, count) - 0.5);
  const pixel = Math.floor(point);
  return { pixel, fraction: Math.fround(point - pixel) };
}

function areaPoint(i: number, extent: number, count: number): Point {
  const pixel = Math.floor(i * scaleOf(extent, count));
  const point = Math.fround(i + 1 - (pixel + 1) * (count / extent));
  return { pixel, fraction: point <= 0 ? 0 : Math.fround(point - Math.floor(point)) };
}
