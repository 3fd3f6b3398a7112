import { contiguousStrides, isFloat, roundHalfEven, sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { boundaryIndex, type BoundaryMode } from "../neighborhood/boundary.js";
import { numbersOf, type Numbers } from "../neighborhood/elements.js";
import { clipToImage } from "./clip-to-image.js";
import { gridMode } from "./grid-mode.js";
import { interpolated } from "./interpolated.js";
import type { Rotation } from "./rotate-in-plane.js";
import { sampleAffine } from "./sample-affine.js";
import { splineImage } from "./spline-image.js";

interface Choices {
  readonly order: number;
  readonly mode: BoundaryMode;
  readonly cval: number;
  readonly clip: boolean;
}

/** The rotation of the first two axes that `skimage.transform.rotate` makes; with `reshape` the extents of the rotated corner pixels, rounded half to even. */
export function centredRotation(shape: Shape, angle: number, reshape: boolean): Rotation {
  const radians = angle * (Math.PI / 180);
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [rows, columns] = shape as [number, number];
  const [y, x] = [rows / 2 - 0.5, columns / 2 - 0.5];
  const offset = [-sin * x - cos * y + y, -cos * x + sin * y + x] as [number, number];
  const map = { matrix: [[cos, sin], [-sin, cos]], offset };
  if (!reshape) return { map, shape };
  const corners = [[0, 0], [rows - 1, 0], [rows - 1, columns - 1], [0, columns - 1]] as const;
  const moved = corners.map(([r, c]) => [cos * (r - offset[0]) - sin * (c - offset[1]), sin * (r - offset[0]) + cos * (c - offset[1])] as const);
  const spans = [0, 1].map((axis) => {
    const along = moved.map((corner) => corner[axis] as number);
    return { min: Math.min(...along), max: Math.max(...along) };
  }) as [{ min: number; max: number }, { min: number; max: number }];
  const [top, left] = [spans[0].min, spans[1].min];
  const shifted = [sin * left + cos * top + offset[0], cos * left - sin * top + offset[1]];
  return { map: { matrix: map.matrix, offset: shifted }, shape: [...spans.map(({ min, max }) => roundHalfEven(max - min + 1)), ...shape.slice(2)] };
}

/** A plane, or every channel of one, rotated as scikit-image does: orders 1 and 3 by its own interpolation, the others by splines. */
export function rotatedAboutCentre(image: NdArray, rotation: Rotation, choices: Choices): NdArray {
  const values = numbersOf(image);
  const { order, mode, cval, clip } = choices;
  const single = image.dtype === "float32" || image.dtype === "float16";
  const result = new Float64Array(sizeOf(rotation.shape));
  if (order === 1 || order === 3) interpolatePlanes(values, image.shape, result, rotation, choices, single ? Math.fround : (value) => value);
  else evaluateSplines(values, image.shape, result, rotation, choices);
  const rotated = interpolated(result, rotation.shape, order === 0 || isFloat(image.dtype) ? image.dtype : "float64");
  if (clip) clipToImage(values, rotated.data as Numbers, mode, cval);
  return rotated;
}

function evaluateSplines(values: Numbers, shape: Shape, result: Float64Array, { map, shape: rotated }: Rotation, { order, mode, cval }: Choices): void {
  const interpolation = { order, mode: gridMode(mode), cval };
  const spline = splineImage(values, shape, [...shape.keys()], interpolation);
  const matrix = shape.map((_, axis) => shape.map((__, column) => map.matrix[axis]?.[column] ?? (axis === column ? 1 : 0)));
  const offset = shape.map((_, axis) => (map.offset[axis] ?? 0) + (spline.pad[axis] as number));
  const source = { elements: spline.coefficients, shape: spline.shape, strides: contiguousStrides(spline.shape), offset: 0 };
  sampleAffine(source, { elements: result, shape: rotated, strides: contiguousStrides(rotated), offset: 0 }, { matrix, offset }, interpolation);
}

/** How numbers are kept: in the precision of the image. */
type Rounding = (value: number) => number;

function interpolatePlanes(
  values: Numbers, shape: Shape, result: Float64Array, { map, shape: rotated }: Rotation, { order, mode, cval }: Choices, round: Rounding,
): void {
  const [rows, columns, channels = 1] = shape as [number, number, number?];
  const [height, width] = rotated as [number, number];
  const [[yy, yx], [xy, xx]] = map.matrix.map((row) => row.map(round)) as [[number, number], [number, number]];
  const [y0, x0] = map.offset.map(round) as [number, number];
  const outside = round(cval);
  const interpolate = order === 1 ? bilinear : bicubic;
  for (let channel = 0; channel < channels; channel++) {
    const pixel = (row: number, column: number) => {
      if (row >= 0 && row < rows && column >= 0 && column < columns) return values[(row * columns + column) * channels + channel] as number;
      const [r, c] = [boundaryIndex(mode, row, rows), boundaryIndex(mode, column, columns)];
      return r < 0 || c < 0 ? outside : (values[(r * columns + c) * channels + channel] as number);
    };
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = round(round(round(yx * x) + round(yy * y)) + y0);
        const column = round(round(round(xx * x) + round(xy * y)) + x0);
        result[(y * width + x) * channels + channel] = interpolate(pixel, row, column, round);
      }
    }
  }
}

type Pixel = (row: number, column: number) => number;

function bilinear(pixel: Pixel, row: number, column: number, round: Rounding): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [bottom, right] = [Math.ceil(row), Math.ceil(column)];
  const [dr, dc] = [round(row - top), round(column - left)];
  const along = (r: number) => round(round(round(1 - dc) * pixel(r, left)) + round(dc * pixel(r, right)));
  return round(round(1 - dr) * along(top) + dr * along(bottom));
}

function bicubic(pixel: Pixel, row: number, column: number, round: Rounding): number {
  const [r, c] = [Math.floor(row), Math.floor(column)];
  const [dr, dc] = [round(row - r), round(column - c)];
  const along = (y: number) => catmullRom(dc, pixel(y, c - 1), pixel(y, c), pixel(y, c + 1), pixel(y, c + 2), round);
  return catmullRom(dr, along(r - 1), along(r), along(r + 1), along(r + 2), round);
}

function catmullRom(x: number, a: number, b: number, c: number, d: number, round: Rounding): number {
  const third = round(round(round(3 * round(b - c)) + d) - a);
  const second = round(round(round(round(round(2 * a) - round(5 * b)) + round(4 * c)) - d) + round(x * third));
  const first = round(round(c - a) + round(x * second));
  return round(b + round(round(0.5 * x) * first));
}
