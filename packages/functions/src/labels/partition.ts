import { isBigInteger, isFloat, readNumbers, type NdArray } from "@openhcs/core";

/** 1 where an element is not zero (NaN included), in C order. */
export function foregroundOf(image: NdArray): Uint8Array {
  const source = readNumbers(image) as ArrayLike<number | bigint>;
  const foreground = new Uint8Array(source.length);
  for (let i = 0; i < source.length; i++) foreground[i] = Number(source[i]) === 0 ? 0 : 1;
  return foreground;
}

/**
 * A 32-bit code per element, equal where the elements are, 0 for 0.
 *
 * Floats are truncated first, and NaN and the infinities count as one value, as `skimage.measure.label` does it.
 */
export function partitionOf(image: NdArray): Int32Array {
  const source = readNumbers(image);
  if (!isBigInteger(image.dtype) && !isFloat(image.dtype)) return new Int32Array(source as Int32Array);
  const codes = new Map<number | bigint, number>([[0, 0], [0n, 0]]);
  const partition = new Int32Array(source.length);
  for (let i = 0; i < source.length; i++) {
    const value = wholeOf(source[i] as number | bigint);
    let code = codes.get(value);
    if (code === undefined) codes.set(value, code = codes.size);
    partition[i] = code;
  }
  return partition;
}

function wholeOf(value: number | bigint): number | bigint {
  if (typeof value === "bigint") return value;
  return Number.isFinite(value) ? Math.trunc(value) : Infinity;
}
