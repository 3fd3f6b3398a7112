import { allocate, bytesPerElement, maxRank, NdArray, type Dtype } from "@openhcs/core";
import { ImageTooLargeError, UnsupportedImageError } from "./image-errors.js";
import type { ImageSource } from "./image-format.js";

/**
 * Zeroed pixels of a shape that a file's header promised.
 * @throws ImageTooLargeError beyond `maxBytes`, or where the machine has no such memory
 */
export function allocatePixels({ file, maxBytes }: ImageSource, dtype: Dtype, shape: readonly number[]): NdArray {
  if (shape.length > maxRank) throw new UnsupportedImageError(file, `has ${shape.length} axes, an array has at most ${maxRank}.`);
  const bytes = pixelBytes(dtype, shape);
  if (!(bytes <= maxBytes)) throw new ImageTooLargeError(file, bytes, maxBytes);
  try {
    return new NdArray({ data: allocate(dtype, bytes / bytesPerElement(dtype)), shape, dtype });
  } catch (cause) {
    if (cause instanceof RangeError) throw new ImageTooLargeError(file, bytes, maxBytes, { cause });
    throw cause;
  }
}

export function pixelBytes(dtype: Dtype, shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, bytesPerElement(dtype));
}

/** The bytes of an array's elements in C order and in the machine's byte order, without a copy where they lie so already. */
export function bytesOf(array: NdArray): Uint8Array {
  const { data, offset, dtype, bytes } = array.isContiguous ? array : array.copy();
  return new Uint8Array(data.buffer, data.byteOffset + offset * bytesPerElement(dtype), bytes);
}
