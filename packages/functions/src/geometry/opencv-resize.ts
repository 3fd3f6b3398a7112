import { isFloat, NdArray, saturate, type ArraySpec, type Dtype } from "@openhcs/core";
import { allocateNumbers, numbersOf, type Numbers } from "../neighborhood/elements.js";
import type { AxisTaps } from "./axis-taps.js";
import { singleSums } from "./opencv-sums.js";
import { areaTaps, blockTaps, isWholeScale, nearestTaps, scaleOf, smoothTaps, type OpencvInterpolation } from "./opencv-taps.js";
import { resampleAxes } from "./resample-axes.js";

/** What `cv2.resize` takes where it computes; nearest takes anything. */
const opencvDtypes: readonly Dtype[] = ["uint8", "uint16", "int16", "float32", "float64"];

type Extents = readonly [number, number];

export function checkOpencvResize({ dtype, shape }: ArraySpec, interpolation: OpencvInterpolation): true | string {
  if (shape.length !== 2) return "must be a plane for cv2 (call a stack with sliceBySlice)";
  return interpolation === "nearest" || opencvDtypes.includes(dtype) || `must be ${opencvDtypes.join(", ")} for cv2, but for nearest`;
}

/** A plane in other extents as `cv2.resize` makes it. */
export function opencvResize(image: NdArray, shape: Extents, interpolation: OpencvInterpolation): NdArray {
  const { dtype } = image;
  const from = image.shape as Extents;
  const values = numbersOf(image);
  const result = allocateNumbers(dtype, shape[0] * shape[1]);
  if (from[0] === shape[0] && from[1] === shape[1]) result.set(values);
  else resizeInto(result, values, from, shape, interpolation, dtype);
  return new NdArray({ data: result, shape, dtype: dtype === "float16" ? "float32" : dtype });
}

function resizeInto(result: Numbers, values: Numbers, from: Extents, to: Extents, interpolation: OpencvInterpolation, dtype: Dtype): void {
  const { taps, sums, store, share } = resizePlan(from, to, interpolation, dtype);
  if (sums === "fixed linear") return writeFixedLinear(result, values, from, ...taps);
  const summed = sums === "single" ? singleSums(values, from[1], ...taps) : resampleAxes(values, from, taps, 0);
  const saturated = isFloat(dtype) ? (value: number) => value : saturate(dtype);
  const stores: Readonly<Record<ResizePlan["store"], (value: number) => number>> = {
    saturated,
    copied: (value) => value,
    shared: (value) => saturated(value * share),
    quarter: (value) => (value + 2) >> 2,
    fixed: (value) => saturated(Math.floor((value + 2 ** 21) / 2 ** 22)),
  };
  write(result, summed, stores[store]);
}

/** How `cv2.resize` computes. */
export interface ResizePlan {
  /** Along y and x. */
  readonly taps: readonly [AxisTaps, AxisTaps];
  /** Weighted sums in float64; along x, then along y, every step in float32; or in OpenCV's fixed point for linear interpolation. */
  readonly sums: "double" | "single" | "fixed linear";
  /** What a sum becomes: as it is; times `share`; a rounded quarter; or in fixed point of 22 bits. But for floats and `copied` it is then rounded and saturated. */
  readonly store: "saturated" | "copied" | "shared" | "quarter" | "fixed";
  readonly share: number;
}

export function resizePlan(from: Extents, to: Extents, interpolation: OpencvInterpolation, dtype: Dtype): ResizePlan {
  const tapsOf = (make: (extent: number, count: number, axis: number) => AxisTaps) => from.map((extent, axis) => make(extent, to[axis] as number, axis)) as [AxisTaps, AxisTaps];
  const scales = from.map((extent, axis) => scaleOf(extent, to[axis] as number));
  const isHalf = scales.every((scale) => scale === 2);
  const isShrunkArea = interpolation === "area" && scales.every((scale) => scale >= 1);
  const sums = dtype === "float64" ? "double" : "single";
  const plain = { share: 1, sums, store: "saturated" } as const;

  if (interpolation === "nearest") return { ...plain, taps: tapsOf(nearestTaps), sums: "double", store: "copied" };
  if ((isShrunkArea && scales.every(isWholeScale)) || (interpolation === "linear" && isHalf)) {
    const share = Math.fround((to[0] * to[1]) / (from[0] * from[1]));
    return { taps: tapsOf(blockTaps), sums: "double", store: isHalf && !isFloat(dtype) ? "quarter" : "shared", share };
  }
  if (isShrunkArea) return { ...plain, taps: tapsOf(areaTaps) };
  const fixed = dtype === "uint8";
  const taps = tapsOf((extent, count, axis) => smoothTaps(extent, count, interpolation, { fixed, along: axis === 1 ? "x" : "y" }));
  if (!fixed) return { ...plain, taps };
  return interpolation === "linear" || interpolation === "area" ? { ...plain, taps, sums: "fixed linear" } : { ...plain, taps, sums: "double", store: "fixed" };
}

function write(result: Numbers, sums: Float64Array, store: (value: number) => number): void {
  for (let i = 0; i < result.length; i++) result[i] = store(sums[i] as number);
}

/** Weights of 11 bits along x, then along y with the low bits dropped as OpenCV drops them. */
function writeFixedLinear(result: Numbers, values: Numbers, [height]: Extents, rows: AxisTaps, columns: AxisTaps): void {
  const keepRows: AxisTaps = { count: height, width: 1, pixels: Int32Array.from({ length: height }, (_, y) => y), weights: new Float64Array(height).fill(1), outside: new Uint8Array(height) };
  const width = columns.count;
  const lines = resampleAxes(values, [height, values.length / height], [keepRows, columns], 0);
  for (let y = 0, i = 0; y < rows.count; y++) {
    const [first, second] = [(rows.pixels[2 * y] as number) * width, (rows.pixels[2 * y + 1] as number) * width];
    const [a, b] = [rows.weights[2 * y] as number, rows.weights[2 * y + 1] as number];
    for (let x = 0; x < width; x++, i++) {
      result[i] = (((a * ((lines[first + x] as number) >> 4)) >> 16) + ((b * ((lines[second + x] as number) >> 4)) >> 16) + 2) >> 2;
    }
  }
}
