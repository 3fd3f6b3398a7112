import { allocate, computeDtype, dtypeRange, fromFloat16, isBigInteger, isFloat, readNumbers, toFloat16, type Dtype, type NdArray, type TypedArray } from "@openhcs/core";

/** Dtypes on which image functions compute: all but 64-bit integers, whose values a double cannot hold. */
export const imageDtypes = ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float16", "float32", "float64"] as const satisfies readonly Dtype[];

/** Ranks of images in which pixels have neighbours: all but 0. */
export const imageRanks = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Typed arrays whose elements are numbers. */
export type Numbers = Exclude<TypedArray, BigInt64Array | BigUint64Array>;

/** The elements of a packed image as numbers, float16 decoded, 64-bit integers as the nearest doubles; shares memory with the image where it can. */
export function numbersOf(image: NdArray): Numbers {
  const values = readNumbers(image);
  return isBigInteger(image.dtype) ? Float64Array.from(values as BigInt64Array, Number) : (values as Numbers);
}

/** Fresh elements that hold numbers of a dtype; float16 results are held as float32. */
export function allocateNumbers(dtype: Dtype, length: number): Numbers {
  return allocate(dtype === "float16" ? "float32" : dtype, length) as Numbers;
}

/** The float dtype in which results of a function on such images are kept: float32, or float64 where float32 would lose digits. */
export function floatDtype(dtype: Dtype): "float32" | "float64" {
  return computeDtype(dtype) === "float32" ? "float32" : "float64";
}

/** Values as a C cast stores them: truncated toward zero, modulo 2ⁿ; bool is whether the value differs from 0. */
export function truncatedTo(dtype: Dtype, values: Numbers): TypedArray {
  if (dtype === "float16") return Uint16Array.from(values, toFloat16);
  if (dtype === "bool") return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
  const target = allocateNumbers(dtype, values.length);
  target.set(values);
  return target;
}

/** What a dtype makes of a number beyond the border: clamped and truncated. */
export function elementOf(dtype: Dtype, value: number): number {
  if (dtype === "float32") return Math.fround(value);
  if (dtype === "float16") return fromFloat16(toFloat16(value));
  if (isFloat(dtype)) return value;
  const { min, max } = dtypeRange(dtype);
  return Math.trunc(Math.min(max, Math.max(min, value)));
}
