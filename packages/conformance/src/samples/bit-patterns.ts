import { allocate, bytesPerElement, NdArray, viewBytes, type Dtype, type TypedArray } from "@openhcs/core";
import { seeded } from "./random.js";

/**
 * Elements that a careless conversion changes, as bits: signalling and quiet NaNs with payloads, both zeros, infinities,
 * subnormals, and the ends of the ranges.
 */
const delicate: { readonly [D in Dtype]?: readonly (number | bigint)[] } = {
  float16: [0x8000, 0x7c00, 0xfc00, 0x7e01, 0x7d55, 0xfe02, 0x0001, 0x03ff, 0x7bff],
  float32: [0x80000000, 0x7f800000, 0xff800000, 0x7fc12345, 0x7fa54321, 0xffc00001, 0x00000001, 0x007fffff, 0x7f7fffff],
  float64: [
    0x8000000000000000n, 0x7ff0000000000000n, 0xfff0000000000000n, 0x7ff8000000012345n, 0x7ff4000000054321n,
    0xfff8000000000001n, 0x0000000000000001n, 0x000fffffffffffffn, 0x7fefffffffffffffn,
  ],
};

/** An array whose elements have random bits, and the delicate ones of its dtype in front. */
export function bitPattern(dtype: Dtype, shape: readonly number[], seed: number): NdArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = allocate(dtype, size);
  const bytes = bytesOf(data);
  const random = seeded(seed);
  for (let i = 0; i < bytes.length; i++) bytes[i] = dtype === "bool" ? (random() < 0.5 ? 1 : 0) : random() * 256;
  const bits = bitsOf(dtype, data);
  for (const [i, pattern] of (delicate[dtype] ?? []).entries()) if (i < size) bits[i] = pattern;
  return new NdArray({ data, shape, dtype });
}

/** The bytes of an array's elements in C order. */
export function packedBytes(array: NdArray): Uint8Array {
  const { data, size, dtype } = array.packed();
  return bytesOf(data).subarray(0, size * bytesPerElement(dtype));
}

export function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

const unsigned: Readonly<Record<number, Dtype>> = { 1: "uint8", 2: "uint16", 4: "uint32", 8: "uint64" };

function bitsOf(dtype: Dtype, data: TypedArray): { [position: number]: number | bigint } {
  const holder = unsigned[bytesPerElement(dtype)] as Dtype;
  return viewBytes(holder, data.buffer, data.byteOffset, data.length) as { [position: number]: number | bigint };
}
