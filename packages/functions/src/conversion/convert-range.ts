import {
  allocate, bytesPerElement, dtypeKind, dtypeRange, InvalidArgumentError, isBigInteger, readNumbers, roundHalfEven, type Dtype, type NdArray, type TypedArray,
} from "@openhcs/core";
import { integerScale } from "./integer-scale.js";

/** Dtypes that scikit-image's `img_as_*` functions give. */
export type ConversionTarget = "bool" | "uint8" | "uint16" | "int16" | "float32" | "float64";

/** Elements rescaled from the range of their dtype to that of another one. @throws InvalidArgumentError for floats outside of [-1, 1] */
export function convertRange(image: NdArray, to: ConversionTarget): TypedArray {
  const source = readNumbers(image) as ArrayLike<number | bigint>;
  const target = allocate(to, source.length) as { [position: number]: number };
  const convert = conversion(image.dtype, to, source);
  for (let i = 0; i < source.length; i++) target[i] = convert(source[i] as never);
  return target as unknown as TypedArray;
}

function conversion(from: Dtype, to: ConversionTarget, source: ArrayLike<number | bigint>): (value: never) => number {
  if (to === "bool") return aboveHalf(from);
  if (from === "bool") return fromBool(to);
  const isFloat = to === "float32" || to === "float64";
  if (dtypeKind(from) === "float") return isFloat ? (value: number) => value : fromFloat(from, to, source as ArrayLike<number>);
  return isFloat ? toFloat(from, to) : betweenIntegers(from, to, source);
}

function aboveHalf(from: Dtype): (value: number | bigint) => number {
  const half = dtypeKind(from) === "float" ? 0.5 : Math.floor(dtypeRange(from).max / 2);
  return (value) => (value > half ? 1 : 0);
}

function fromBool(to: ConversionTarget): (value: number) => number {
  const highest = dtypeKind(to) === "float" ? 1 : dtypeRange(to).max;
  return (value) => value * highest;
}

/** In float32 for float16 and float32, each step rounded, so that ties fall where they do in the peer. */
function fromFloat(from: Dtype, to: ConversionTarget, source: ArrayLike<number>): (value: number) => number {
  for (let i = 0; i < source.length; i++) {
    const value = source[i] as number;
    if (value < -1 || value > 1) throw beyondUnitError(value);
  }
  const { min, max } = dtypeRange(to);
  const round = from === "float64" ? (value: number) => value : Math.fround;
  const [scale, shift] = min < 0 ? [(max - min) / 2, 0.5] : [max, 0];
  return (value) => {
    const scaled = roundHalfEven(round(round(value * scale) - shift));
    return Number.isNaN(scaled) ? 0 : Math.min(Math.max(scaled, min), max);
  };
}

/** What floats that are to become integers are refused with. */
export function beyondUnitError(value: number): InvalidArgumentError {
  return new InvalidArgumentError("convert", "image", "of floats must lie in [-1, 1] to become integers; rescale it first", value);
}

function toFloat(from: Dtype, to: ConversionTarget): (value: number | bigint) => number {
  const round = to === "float32" && bytesPerElement(from) <= 4 ? Math.fround : (value: number) => value;
  const perStep = round(1 / dtypeRange(from).max);
  return (value) => Math.max(round(round(Number(value)) * perStep), -1);
}

/** Bits of an integer dtype without that of its sign. */
export function magnitudeBits(dtype: Dtype): number {
  return 8 * bytesPerElement(dtype) - (dtypeKind(dtype) === "int" ? 1 : 0);
}

function betweenIntegers(from: Dtype, to: ConversionTarget, source: ArrayLike<number | bigint>): (value: never) => number {
  if (from === "int8" && to === "int16") return (value: number) => (value + 128) * 257 - 32768;
  let highest: number | bigint = 0;
  for (let i = 0; i < source.length; i++) if ((source[i] as number) > highest) highest = source[i] as number;
  const { factor, droppedBits } = integerScale(magnitudeBits(from), magnitudeBits(to), highest);
  const lowest = dtypeKind(to) === "uint" ? 0 : -Infinity;
  if (isBigInteger(from)) return (value: bigint) => Math.max(Number(value >> BigInt(droppedBits)), lowest);
  const divisor = 2 ** droppedBits;
  return (value: number) => Math.max(Math.floor((value * factor) / divisor), lowest);
}
