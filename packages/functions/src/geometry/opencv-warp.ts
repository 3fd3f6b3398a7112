import { NdArray, roundHalfEven, saturate, type Dtype } from "@openhcs/core";
import { boundaryIndex, type BoundaryMode } from "../neighborhood/boundary.js";
import { allocateNumbers, elementOf, numbersOf } from "../neighborhood/elements.js";
import { warpTable, type WarpTable } from "./opencv-warp-table.js";

export interface Warp {
  readonly interpolation: "nearest" | "linear" | "cubic" | "lanczos4";
  readonly mode: BoundaryMode;
  readonly cval: number;
  readonly inverseMap: boolean;
}

/** Bits of OpenCV's fixed point: of positions as they are summed, and of positions between pixels. */
const [sumBits, fractionBits] = [10, 5];
const fractions = 1 << fractionBits;

/** A plane transformed as `cv2.warpAffine` does it, matrix in x, y order. */
export function opencvWarp(image: NdArray, shape: readonly [number, number], matrix: readonly (readonly number[])[], warp: Warp): NdArray {
  const { dtype } = image;
  const [height, width] = shape;
  const result = allocateNumbers(dtype, height * width);
  const { columns, rows, shift } = warpPositions(shape, matrix, warp);
  const sample = warp.interpolation === "nearest" ? nearestSampler(image, warp) : tableSampler(image, warp, warpTable(warp.interpolation, dtype === "uint8"));
  for (let y = 0; y < height; y++) {
    const [startX, startY] = [rows[2 * y] as number, rows[2 * y + 1] as number];
    for (let x = 0; x < width; x++) {
      result[y * width + x] = sample((startY + (columns[2 * x + 1] as number)) >> shift, (startX + (columns[2 * x] as number)) >> shift);
    }
  }
  return new NdArray({ data: result, shape, dtype });
}

/** Where pixels of the result read, in OpenCV's fixed point: x and y of each of its columns and rows, whose sums modulo 2³² are shifted to the right. */
export interface WarpPositions {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly shift: number;
}

export function warpPositions([height, width]: readonly [number, number], matrix: readonly (readonly number[])[], { interpolation, inverseMap }: Pick<Warp, "interpolation" | "inverseMap">): WarpPositions {
  const given = matrix.flat() as unknown as Matrix;
  const [xx, xy, x0, yx, yy, y0] = inverseMap ? given : inverted(given);
  const shift = interpolation === "nearest" ? sumBits : sumBits - fractionBits;
  const half = 1 << (shift - 1);
  const scale = 1 << sumBits;
  const columns = Int32Array.from({ length: 2 * width }, (_, i) => toInt((i % 2 === 0 ? xx : yx) * (i >> 1) * scale));
  const rows = Int32Array.from({ length: 2 * height }, (_, i) => toInt((i % 2 === 0 ? xy * (i >> 1) + x0 : yy * (i >> 1) + y0) * scale) + half);
  return { columns, rows, shift };
}

/** What a pixel beyond a constant border reads. */
export function warpConstant(dtype: Dtype, cval: number): number {
  return dtype.startsWith("float") ? elementOf(dtype, cval) : saturate(dtype)(cval);
}

type Matrix = readonly [number, number, number, number, number, number];

function inverted([a, b, c, d, e, f]: Matrix): Matrix {
  const determinant = a * e - b * d;
  const share = determinant === 0 ? 0 : 1 / determinant;
  const [xx, xy, yx, yy] = [e * share, b * -share, d * -share, a * share];
  return [xx, xy, -xx * c - xy * f, yx, yy, -yx * c - yy * f];
}

function toInt(value: number): number {
  return Math.min(2147483647, Math.max(-2147483648, roundHalfEven(value)));
}

function toShort(value: number): number {
  return Math.min(32767, Math.max(-32768, value));
}

type Sampler = (row: number, column: number) => number;

/** A pixel at any index. */
function pixelReader(image: NdArray, { mode, cval }: Warp): Sampler {
  const values = numbersOf(image);
  const [height, width] = image.shape as readonly [number, number];
  const outside = warpConstant(image.dtype, cval);
  return (row, column) => {
    if (row >= 0 && row < height && column >= 0 && column < width) return values[row * width + column] as number;
    const [y, x] = [boundaryIndex(mode, row, height), boundaryIndex(mode, column, width)];
    return y < 0 || x < 0 ? outside : (values[y * width + x] as number);
  };
}

function nearestSampler(image: NdArray, warp: Warp): Sampler {
  const pixel = pixelReader(image, warp);
  return (row, column) => pixel(toShort(row), toShort(column));
}

/** Interpolates between pixels; rows and columns are in 1/32 px. */
function tableSampler(image: NdArray, warp: Warp, { width, weights }: WarpTable): Sampler {
  const { dtype } = image;
  const pixel = pixelReader(image, warp);
  const before = (width >> 1) - 1;
  const store = dtype === "uint8" ? (sum: number) => Math.min(255, Math.max(0, (sum + (1 << 14)) >> 15)) : dtype.startsWith("float") ? (sum: number) => sum : saturate(dtype);
  return (row, column) => {
    const top = toShort(row >> fractionBits) - before;
    const left = toShort(column >> fractionBits) - before;
    let at = ((row & (fractions - 1)) * fractions + (column & (fractions - 1))) * width * width;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      for (let k = 0; k < width; k++, at++) sum += pixel(top + i, left + k) * (weights[at] as number);
    }
    return store(sum);
  };
}
