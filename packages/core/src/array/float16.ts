const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The value of IEEE 754 binary16 bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * IEEE 754 binary16 bits of a number, rounded half to even; beyond 65504 it overflows to infinity.
 *
 * A double is first rounded to float32 *to odd*, so that the second rounding cannot err (Boldo and Melquiond, 2008).
 */
export function toFloat16(value: number): number {
  const bits = float32BitsRoundedToOdd(value);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x33000000) return sign;
  const exponent = magnitude >>> 23;
  const subnormal = exponent < 113;
  const significand = subnormal ? (magnitude & 0x7fffff) | 0x800000 : magnitude - 0x38000000;
  const shift = subnormal ? 126 - exponent : 13;
  const truncated = significand >>> shift;
  const remainder = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const roundsUp = remainder > half || (remainder === half && (truncated & 1) === 1);
  return sign | (truncated + (roundsUp ? 1 : 0));
}

function float32BitsRoundedToOdd(value: number): number {
  scratch[0] = value;
  const rounded = scratch[0] as number;
  const bits = scratchBits[0] as number;
  if (rounded === value || Number.isNaN(value) || !Number.isFinite(rounded) || (bits & 1) === 1) return bits;
  const away = Math.abs(rounded) > Math.abs(value);
  return away ? bits - 1 : bits + 1;
}
