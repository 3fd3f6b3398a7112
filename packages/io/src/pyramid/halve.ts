import { allocate, bytesPerElement, dtypeKind, NdArray, viewBytes, type Dtype } from "@openhcs/core";
import { bytesOf } from "../pixel-allocation.js";

export type Downsampling = "mean" | "nearest";

/**
 * An array with half the pixels along Y and X, half of odd extents rounded up.
 *
 * `mean`: of each 2 x 2 pixels, at the last row or column of those that are there; integers are rounded half to even. `nearest`: the
 * first of them, as labels need it, and as bool always is.
 * @param samples interleaved behind X; Y and X are the axes before, or the last ones where it is undefined
 */
export function halve(array: NdArray, downsampling: Downsampling, samples?: number): NdArray {
  const { dtype } = array;
  const pages = array.shape.slice(0, samples === undefined ? -2 : -3);
  const [height, width] = array.shape.slice(pages.length) as [number, number];
  const shape = [...pages, Math.ceil(height / 2), Math.ceil(width / 2), ...(samples === undefined ? [] : [samples])];
  const isFloat16 = dtype === "float16" && downsampling === "mean";
  if (isFloat16) return halve(array.cast("float32"), downsampling, samples).cast("float16");
  const count = pages.reduce((product, extent) => product * extent, 1);
  const planes: Planes = { count, height, width, samples: samples ?? 1 };
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const from = elementsOf(array);
  if (downsampling === "nearest" || dtype === "bool") pickFirst(from as Numbers, data as Numbers, planes);
  else if (dtype === "int64" || dtype === "uint64") averageBig(from as BigInt64Array, data as BigInt64Array, planes);
  else average(from as Numbers, data as Numbers, planes, dtypeKind(dtype) !== "float");
  return new NdArray({ data, shape, dtype });
}

/** How often an image can be halved until neither side is longer than `longest`, and the image itself. */
export function levelsUntil(height: number, width: number, longest: number): number {
  let levels = 1;
  for (let side = Math.max(height, width); side > longest; side = Math.ceil(side / 2)) levels++;
  return levels;
}

/** More halvings than that leave a single pixel. */
export function mostLevels(height: number, width: number): number {
  return levelsUntil(height, width, 1);
}

interface Planes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly samples: number;
}

type Numbers = Float64Array;

function elementsOf(array: NdArray): ReturnType<typeof viewBytes> {
  const bytes = bytesOf(array);
  const dtype: Dtype = array.dtype;
  return viewBytes(dtype, bytes.buffer, bytes.byteOffset, bytes.byteLength / bytesPerElement(dtype));
}

/** Calls `each` with the place of the first of every four values, the steps to its neighbours below and right, and the place it goes to. */
function forEachFour({ count, height, width, samples }: Planes, each: (at: number, down: number, right: number, to: number) => void): void {
  const row = width * samples;
  let to = 0;
  for (let plane = 0; plane < count; plane++) {
    for (let y = 0; y < height; y += 2) {
      const start = (plane * height + y) * row;
      const down = y + 1 < height ? row : 0;
      for (let x = 0; x < width; x += 2) {
        const right = x + 1 < width ? samples : 0;
        for (let sample = 0; sample < samples; sample++) each(start + x * samples + sample, down, right, to++);
      }
    }
  }
}

function pickFirst(from: Numbers, into: Numbers, planes: Planes): void {
  forEachFour(planes, (at, _down, _right, to) => { into[to] = from[at] as number; });
}

/** A neighbour that is not there is the pixel itself, which weighs all that are there alike. */
function average(from: Numbers, into: Numbers, planes: Planes, isRounded: boolean): void {
  forEachFour(planes, (at, down, right, to) => {
    const mean = ((from[at] as number) + (from[at + down] as number) + (from[at + right] as number) + (from[at + down + right] as number)) / 4;
    into[to] = isRounded ? roundHalfEven(mean) : mean;
  });
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor & 1) : Math.round(value);
}

function averageBig(from: BigInt64Array, into: BigInt64Array, planes: Planes): void {
  forEachFour(planes, (at, down, right, to) => {
    const sum = (from[at] as bigint) + (from[at + down] as bigint) + (from[at + right] as bigint) + (from[at + down + right] as bigint);
    const floor = sum >> 2n;
    const rest = sum & 3n;
    into[to] = rest > 2n || (rest === 2n && (floor & 1n) === 1n) ? floor + 1n : floor;
  });
}
