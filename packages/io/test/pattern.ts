import { NdArray, sizeOf, type Dtype } from "@openhcs/core";

/** The values that `fixtures/make.py` writes; see there. */
export function pattern(shape: readonly number[], dtype: Dtype): NdArray {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + Math.trunc(i / 13) * 5) % 251);
  return arrayOf(values.map((value) => patternValue(value, dtype)), shape, dtype);
}

/** What JPEG is tried on: element [y, x, s] is 20 + 2 y + 3 x + 10 s. */
export function smooth(shape: readonly number[]): NdArray {
  const [, width = 1, samples = 1] = shape;
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => 20 + 2 * Math.trunc(i / (width * samples)) + 3 * (Math.trunc(i / samples) % width) + 10 * (i % samples));
  return arrayOf(values, shape, "uint8");
}

export function arrayOf(values: readonly number[], shape: readonly number[], dtype: Dtype): NdArray {
  const isBig = dtype === "int64" || dtype === "uint64";
  const numbers = new NdArray({ data: isBig ? BigInt64Array.from(values, BigInt) : Float64Array.from(values), shape });
  return dtype === "int64" ? numbers : dtype === "uint64" ? new NdArray({ data: BigUint64Array.from(values, BigInt), shape }) : numbers.cast(dtype);
}

/** Raw bytes of the elements in C order, for exact comparison. */
export function bytesOf(array: NdArray): Buffer {
  const { data, bytes } = array.packed();
  return Buffer.from(data.buffer, data.byteOffset, bytes);
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function patternValue(value: number, dtype: Dtype): number {
  if (dtype === "bool") return value % 2;
  if (dtype.startsWith("float")) return value / 8 - 4;
  if (dtype === "uint8") return value;
  if (dtype === "int8") return value - 125;
  return value * 257 - (dtype.startsWith("int") ? 32000 : 0);
}
