import type { NdArray } from "@openhcs/core";
import { hostIsLittleEndian } from "../byte-order.js";
import { bytesOf } from "../pixel-allocation.js";
import { npyHeader } from "./npy-header.js";

/** The array as a .npy file of version 1, in C order. Axes and pixel size have no place in it. */
export function encodeNpy(array: NdArray): Uint8Array {
  const [header, elements] = npyPieces(array);
  const encoded = new Uint8Array(header.length + elements.length);
  encoded.set(header);
  encoded.set(elements, header.length);
  return encoded;
}

/** Header and elements, the latter without a copy where the array is packed. */
export function npyPieces(array: NdArray): readonly [Uint8Array, Uint8Array] {
  return [npyHeader(array.dtype, array.shape, hostIsLittleEndian), bytesOf(array)];
}
