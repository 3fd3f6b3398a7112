import { allocate, isBigInteger, isFloat, readNumbers, toFloat16, type Dtype, type NdArray, type TypedArray } from "@openhcs/core";

type Elements = { [position: number]: number | bigint };

/**
 * The elements in another dtype as a C cast makes them, in C order; shared with the array where nothing changes.
 *
 * Floats to integers truncate toward zero, narrowing integers wrap modulo 2ⁿ, anything but zero is true. What C leaves undefined is
 * defined here: floats outside of the target wrap too, and NaN and the infinities become 0.
 */
export function castLikeC(array: NdArray, dtype: Dtype): TypedArray {
  if (array.dtype === dtype && array.isContiguous) return array.data.subarray(array.offset, array.offset + array.size);
  const source = readNumbers(array) as ArrayLike<number | bigint>;
  const target = allocate(dtype, source.length);
  const convert = cCast(array.dtype, dtype);
  for (let i = 0; i < source.length; i++) (target as Elements)[i] = convert(source[i] as number | bigint);
  return target;
}

/** Storing into a typed array wraps modulo 2ⁿ by itself; the rest is done here. */
function cCast(from: Dtype, to: Dtype): (value: number | bigint) => number | bigint {
  if (to === "bool") return (value) => (Number(value) === 0 ? 0 : 1);
  if (to === "float16") return (value) => toFloat16(Number(value));
  if (isFloat(to)) return Number;
  if (isBigInteger(to)) return isBigInteger(from) ? (value) => value : (value) => wholeOf(value as number);
  return isBigInteger(from) ? (value) => Number(BigInt.asIntN(32, value as bigint)) : (value) => value;
}

function wholeOf(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

/** One number as an element of the dtype, by the same rules. */
export function castNumberLikeC(value: number, dtype: Dtype): number | bigint {
  const target = allocate(dtype, 1);
  (target as Elements)[0] = cCast("float64", dtype)(value);
  return target[0] as number | bigint;
}
