import { roundHalfEven } from "@openhcs/core";
import { ieeePower } from "../arithmetic/exponentiation.js";

/** What expressions can call, as the specification of every kernel; `min` and `max` are NaN where either is. */
export const maths = {
  abs: Math.abs, sqrt: Math.sqrt, cbrt: Math.cbrt, exp: Math.exp, exp2: (x: number) => 2 ** x, expm1: Math.expm1,
  log: Math.log, log2: Math.log2, log10: Math.log10, log1p: Math.log1p,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc, round: roundHalfEven,
  sign: (x: number) => (x > 0 ? 1 : x < 0 ? -1 : x),
  isnan: (x: number) => (Number.isNaN(x) ? 1 : 0),
  isfinite: (x: number) => (Number.isFinite(x) ? 1 : 0),
  min: (a: number, b: number) => (Number.isNaN(a) ? a : b >= a ? a : b),
  max: (a: number, b: number) => (Number.isNaN(a) ? a : b <= a ? a : b),
  pow: ieeePower,
  atan2: Math.atan2,
  hypot: (a: number, b: number) => Math.hypot(a, b),
  clip: (x: number, low: number, high: number) => (x < low ? low : x > high ? high : x),
} as const satisfies Readonly<Record<string, (...operands: never[]) => number>>;

export type MathsName = keyof typeof maths;

export const constants: Readonly<Record<string, number>> = Object.freeze({ pi: Math.PI, inf: Infinity, nan: NaN });

export function isMathsName(name: string): name is MathsName {
  return Object.hasOwn(maths, name);
}
