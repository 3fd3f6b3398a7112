import { swapBytes } from "#platform";
import { bytesPerElement, maxRank, NdArray, sizeOf, viewBytes } from "@openhcs/core";
import { hostIsLittleEndian } from "../byte-order.js";
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";
import { npyMagic, parseNpyHeader } from "./npy-header.js";

export function isNpy(bytes: Uint8Array): boolean {
  return [...npyMagic].every((character, i) => bytes[i] === character.charCodeAt(0));
}

/**
 * The array in the bytes of a .npy file or stream: versions 1 to 3, either byte order, C or Fortran order, every dtype of `NdArray`.
 *
 * The elements are copied out of `bytes`; arrays in Fortran order keep it in their strides. Bytes after the array are ignored.
 * @throws CorruptImageError, UnsupportedImageError, ImageTooLargeError
 */
export function decodeNpy(bytes: Uint8Array, { name = "the stream", maxBytes = 2 ** 32 }: { readonly name?: string; readonly maxBytes?: number } = {}): NdArray {
  return readNpy({ bytes, file: name, maxBytes });
}

export function readNpy(source: ImageSource): NdArray {
  const { bytes, file, maxBytes } = source;
  if (!isNpy(bytes)) throw new CorruptImageError(file, "does not begin with the signature of a .npy file.");
  const { dtype, isLittleEndian, isFortranOrder, shape, dataAt } = parseNpyHeader(source);
  if (shape.length > maxRank) throw new UnsupportedImageError(file, `has ${shape.length} axes, an array has at most ${maxRank}.`);
  const length = sizeOf(shape) * bytesPerElement(dtype);
  const present = bytes.length - dataAt;
  if (length > present) throw new CorruptImageError(file, `${dtype} [${shape.join(", ")}] needs ${length} bytes, the file has ${present}.`);
  if (length > maxBytes) throw new ImageTooLargeError(file, length, maxBytes);
  const elements = new Uint8Array(length);
  elements.set(bytes.subarray(dataAt, dataAt + length));
  if (isLittleEndian !== hostIsLittleEndian) swapBytes(elements, bytesPerElement(dtype));
  if (dtype === "bool") for (let i = 0; i < elements.length; i++) if ((elements[i] as number) > 1) elements[i] = 1;
  const data = viewBytes(dtype, elements.buffer);
  return isFortranOrder ? new NdArray({ data, shape: [...shape].reverse(), dtype }).transpose() : new NdArray({ data, shape, dtype });
}
