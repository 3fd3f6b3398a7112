import { readNumbers } from "../array/copy.js";
import { allocate, dtypeKind, dtypeRange, isBigInteger, isFloat, type Dtype, type TypedArray } from "../array/dtype.js";
import { NdArray } from "../array/nd-array.js";
import { roundHalfEven } from "../array/saturate.js";
import { minmaxScale } from "./minmax.js";
import type { ScalingPolicy } from "./policy.js";

/**
 * An array in another dtype by a scaling policy.
 *
 * Only float to integer is rescaled; integer to float keeps values; integer to integer saturates, or wraps where the policy says so.
 * The same dtype gives the same array.
 */
export function convertDtype(array: NdArray, dtype: Dtype, scaling: ScalingPolicy): NdArray {
  if (array.dtype === dtype) return array;
  const toInteger = !isFloat(dtype) && dtypeKind(dtype) !== "bool";
  if (!toInteger) return array.cast(dtype);
  if (scaling === "wrap") return wrap(array, dtype);
  if (!isFloat(array.dtype) || scaling === "saturate") return array.cast(dtype);
  return scaling === "range" ? unitToRange(array, dtype) : wrap(minmax(array, dtype), dtype);
}

function minmax(array: NdArray, dtype: Dtype): NdArray {
  return new NdArray({ data: minmaxScale(readNumbers(array) as Float32Array, dtype), shape: array.shape });
}

/** [0, 1] to the full range of the dtype. */
function unitToRange(array: NdArray, dtype: Dtype): NdArray {
  const { min, max } = dtypeRange(dtype);
  const values = Float64Array.from(readNumbers(array) as Float32Array, (value) => {
    if (Number.isNaN(value)) return 0;
    return roundHalfEven(min + Math.min(Math.max(value, 0), 1) * (max - min));
  });
  return new NdArray({ data: values, shape: array.shape }).cast(dtype);
}

/** Truncates toward zero and keeps the low bits, as a cast in C; not-finite values become 0. */
function wrap(array: NdArray, dtype: Dtype): NdArray {
  const values = readNumbers(array);
  const bits = allocate(dtype, values.length) as { [position: number]: number | bigint };
  const wrapped = isBigInteger(dtype) || isBigInteger(array.dtype)
    ? (value: number | bigint) => wrapBigInt(value, dtype)
    : (value: number | bigint) => wrapNumber(value as number);
  for (let i = 0; i < values.length; i++) bits[i] = wrapped(values[i] as number);
  return new NdArray({ data: bits as unknown as TypedArray, shape: array.shape, dtype });
}

/** Exact modulo 2³² also beyond 2⁵³; a narrower typed array keeps its low bits of that. */
function wrapNumber(value: number): number {
  return Number.isFinite(value) ? Math.trunc(value) % 2 ** 32 : 0;
}

function wrapBigInt(value: number | bigint, dtype: Dtype): number | bigint {
  const whole = typeof value === "bigint" ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
  return isBigInteger(dtype) ? whole : Number(BigInt.asIntN(32, whole));
}
