import { InvalidArgumentError } from "@openhcs/core";

/** IEEE 754 pow; JavaScript's own gives NaN for 1 to the power of NaN, and for ±1 to an infinite one. */
export function ieeePower(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

/** Power of integers modulo 2³², by repeated squaring. */
export function wrappingPower(base: number, exponent: number): number {
  if (exponent < 0) throw new NegativeExponent(exponent);
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square = Math.imul(square, square)) {
    if (left % 2 === 1) result = Math.imul(result, square);
  }
  return result;
}

/** Power of integers modulo 2⁶⁴, by repeated squaring. */
export function wrappingBigPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new NegativeExponent(exponent);
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n, square = BigInt.asIntN(64, square * square)) {
    if (left & 1n) result = BigInt.asIntN(64, result * square);
  }
  return result;
}

class NegativeExponent extends InvalidArgumentError {
  constructor(exponent: number | bigint) {
    super("power", "exponent", "of integers must not be negative; choose computeDtype float32 or float64", exponent);
  }
}
