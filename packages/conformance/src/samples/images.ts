import { allocate, dtypeRange, isBigInteger, isFloat, NdArray, toFloat16, type ArrayArgument, type Dtype } from "@openhcs/core";
import { seeded } from "./random.js";

/** What an input holds: regions by number, yes or no, or intensities. */
export type Content = "labels" | "mask" | "intensities";

/** Told from the input's name and the dtypes that it accepts. */
export function contentOf(name: string, { dtypes }: ArrayArgument): Content {
  if (name === "mask" || (dtypes !== undefined && dtypes.every((dtype) => dtype === "bool"))) return "mask";
  return name === "labels" || name === "markers" ? "labels" : "intensities";
}

/**
 * A picture of soft blobs over a noisy background, from a seed.
 *
 * Intensities span most of a narrow integer dtype, 0 to 4000 of a wide one, 0 to 1 of a float; labels number rectangles from 1.
 */
export function sampleImage(content: Content, dtype: Dtype, shape: readonly number[], seed: number): NdArray {
  if (content === "labels") return rectangles(dtype, shape);
  const random = seeded(seed);
  const height = shape.at(-2) ?? 1;
  const width = shape.at(-1) ?? 1;
  const blobs = Array.from({ length: 4 }, () => ({ y: random() * height, x: random() * width, radius: 2 + random() * 4 }));
  const at = (i: number) => {
    const [y, x] = [Math.floor(i / width) % height, i % width];
    const light = blobs.reduce((sum, blob) => sum + Math.exp(-((y - blob.y) ** 2 + (x - blob.x) ** 2) / (2 * blob.radius ** 2)), 0);
    return Math.min(1, 0.1 + 0.6 * light + 0.2 * random());
  };
  return fill(dtype, shape, content === "mask" ? (i) => (at(i) > 0.5 ? 1 : 0) : (i) => intensity(at(i), dtype));
}

/** The smallest accepted dtype that suits the content. */
export function dtypeFor(content: Content, { dtypes }: ArrayArgument, wanted: Dtype): Dtype {
  if (dtypes === undefined) return content === "mask" ? "bool" : wanted;
  return dtypes.includes(wanted) ? wanted : (dtypes[0] ?? wanted);
}

function intensity(fraction: number, dtype: Dtype): number {
  if (isFloat(dtype)) return fraction;
  const { max } = dtypeRange(dtype);
  return dtype === "bool" ? (fraction > 0.5 ? 1 : 0) : Math.round(fraction * Math.min(max, 4000));
}

function rectangles(dtype: Dtype, shape: readonly number[]): NdArray {
  const width = shape.at(-1) ?? 1;
  const height = shape.at(-2) ?? 1;
  return fill(dtype, shape, (i) => {
    const [y, x] = [Math.floor(i / width) % height, i % width];
    return y % 8 < 5 && x % 8 < 5 ? 1 + Math.floor(y / 8) * Math.ceil(width / 8) + Math.floor(x / 8) : 0;
  });
}

function fill(dtype: Dtype, shape: readonly number[], value: (i: number) => number): NdArray {
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const elements = data as { [position: number]: number | bigint };
  for (let i = 0; i < data.length; i++) {
    const number = value(i);
    elements[i] = dtype === "float16" ? toFloat16(number) : isBigInteger(dtype) ? BigInt(Math.round(number)) : number;
  }
  return new NdArray({ data, shape, dtype });
}
