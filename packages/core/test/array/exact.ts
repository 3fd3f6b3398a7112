/** Arithmetic of its own for expectations: what a value becomes in a dtype, found otherwise than the core finds it. */
import type { Dtype, Element } from "@openhcs/core";

const view = new DataView(new ArrayBuffer(8));

/** The value of binary16 bits: through the bits of a float32 where normal, else counted in units of 2⁻²⁴. */
export function halfValue(bits: number): number {
  const [negative, exponent, fraction] = [bits >= 0x8000, (bits & 0x7fff) >> 10, bits & 0x3ff];
  if (exponent === 0) return (negative ? -1 : 1) * (fraction / 16777216);
  const biased = exponent === 31 ? 255 : exponent + 112;
  view.setUint32(0, ((negative ? 0x80000000 : 0) + biased * 0x800000 + fraction * 0x2000) >>> 0);
  return view.getFloat32(0);
}

/** The neighbour of a finite double in the direction of +∞ (by +1) or −∞ (by −1), for values not around zero. */
export function neighbour(value: number, by: 1 | -1): number {
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(value > 0 ? by : -by));
  return view.getFloat64(0);
}

const magnitudes = Array.from({ length: 0x7c01 }, (_, bits) => (bits === 0x7c00 ? 65536 : halfValue(bits)));

/** The nearest of all binary16 values, found by bisection; the even bits where two are as near. */
export function nearestHalf(value: number): number {
  if (Number.isNaN(value)) return NaN;
  const magnitude = Math.abs(value);
  let [low, high] = [0, 0x7c00];
  if (magnitude >= 65536) return Math.sign(value) * Infinity;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((magnitudes[middle] as number) <= magnitude) low = middle;
    else high = middle;
  }
  const between = ((magnitudes[low] as number) + (magnitudes[high] as number)) / 2;
  const bits = magnitude > between || (magnitude === between && high % 2 === 0) ? high : low;
  return (Object.is(value, -0) || value < 0 ? -1 : 1) * (bits === 0x7c00 ? Infinity : (magnitudes[bits] as number));
}

/** The nearest float32 of an integer of any size; of two as near, the one with the even significand. */
export function nearestSingle(value: bigint): number {
  const [sign, magnitude] = value < 0n ? [-1, -value] : [1, value];
  const excess = BigInt(Math.max(0, magnitude.toString(2).length - 24));
  const [kept, rest] = [magnitude >> excess, magnitude & ((1n << excess) - 1n)];
  const twice = rest * 2n - (1n << excess);
  const up = excess > 0n && (twice > 0n || (twice === 0n && kept % 2n === 1n));
  return sign * Number((kept + (up ? 1n : 0n)) << excess);
}

const ranges: Readonly<Partial<Record<Dtype, readonly [bigint, bigint]>>> = {
  uint8: [0n, 255n], int8: [-128n, 127n], uint16: [0n, 65535n], int16: [-32768n, 32767n], uint32: [0n, 4294967295n],
  int32: [-2147483648n, 2147483647n], uint64: [0n, 18446744073709551615n], int64: [-9223372036854775808n, 9223372036854775807n],
};

/** Round half to even, saturate, NaN is 0; bool is whether it is not 0. */
export function expectedCast(value: Element, to: Dtype): Element {
  if (to === "bool") return Number(value) === 0 ? 0 : 1;
  if (to === "float64") return Number(value);
  if (to === "float32") return typeof value === "bigint" ? nearestSingle(value) : Math.fround(value);
  if (to === "float16") return nearestHalf(Number(value));
  const [min, max] = ranges[to] as readonly [bigint, bigint];
  const whole = typeof value === "bigint" ? value : nearestInteger(value, min, max);
  const kept = whole < min ? min : whole > max ? max : whole;
  return to === "int64" || to === "uint64" ? kept : Number(kept);
}

function nearestInteger(value: number, min: bigint, max: bigint): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? max : min;
  const floor = Math.floor(value);
  const rest = value - floor;
  return BigInt(floor) + (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? 1n : 0n);
}
