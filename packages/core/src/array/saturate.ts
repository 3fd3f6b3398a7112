import { dtypeRange, isBigInteger, type Dtype } from "./dtype.js";

/** Rounds half to even, as IEEE 754 and `numpy.rint` do. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Number to an integer dtype of up to 32 bits: round half to even, clamp, NaN becomes 0. */
export function saturate(dtype: Dtype): (value: number) => number {
  const { min, max } = dtypeRange(dtype);
  return (value) => {
    if (value >= max) return max;
    if (value <= min) return min;
    return Number.isNaN(value) ? 0 : roundHalfEven(value);
  };
}

/**
 * A 64-bit integer as a double that rounds to the right float32.
 *
 * Beyond 53 bits its leading bits are rounded *to odd*, so that the second rounding cannot err (Boldo and Melquiond, 2008).
 */
export function floatOf(value: bigint): number {
  const double = Number(value);
  return BigInt(double) === value ? double : Number((value >> 11n) | 1n) * 2 ** 11;
}

/** Exact range of an integer dtype. */
export function integerRange(dtype: Dtype): { readonly min: bigint; readonly max: bigint } {
  if (dtype === "uint64") return { min: 0n, max: 2n ** 64n - 1n };
  if (dtype === "int64") return { min: -(2n ** 63n), max: 2n ** 63n - 1n };
  const { min, max } = dtypeRange(dtype);
  return { min: BigInt(min), max: BigInt(max) };
}

/** Number or bigint to an integer dtype, where one of the two is 64 bits wide. */
export function saturateBigInt(dtype: Dtype): (value: number | bigint) => number | bigint {
  const { min, max } = integerRange(dtype);
  const clamped = (value: number | bigint) => clamp(typeof value === "bigint" ? value : toBigInt(value, min, max), min, max);
  return isBigInteger(dtype) ? clamped : (value) => Number(clamped(value));
}

function toBigInt(value: number, min: bigint, max: bigint): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? max : min;
  return BigInt(roundHalfEven(value));
}

function clamp(value: bigint, min: bigint, max: bigint): bigint {
  if (value > max) return max;
  return value < min ? min : value;
}
