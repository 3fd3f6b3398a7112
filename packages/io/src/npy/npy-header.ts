import { bytesPerElement, sizeOf, type Dtype } from "@openhcs/core";
import { CorruptImageError, UnsupportedImageError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";
import { latin1Bytes } from "../latin1.js";
import { quote } from "../quote.js";

export interface NpyHeader {
  readonly dtype: Dtype;
  readonly isLittleEndian: boolean;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataAt: number;
}

const codes: Readonly<Record<string, Dtype>> = {
  b1: "bool", u1: "uint8", i1: "int8", u2: "uint16", i2: "int16", u4: "uint32", i4: "int32", u8: "uint64", i8: "int64",
  f2: "float16", f4: "float32", f8: "float64",
};

export const npyMagic = "\x93NUMPY";

/** Reads the header of a .npy file of version 1 to 3 (NEP 1). */
export function parseNpyHeader({ file, bytes }: ImageSource): NpyHeader {
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new UnsupportedImageError(file, `.npy version must be 1, 2 or 3, is ${version}.`);
  const textAt = version === 1 ? 10 : 12;
  if (bytes.length < textAt) throw new CorruptImageError(file, `ends after ${bytes.length} bytes, inside the .npy header.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataAt = textAt + length;
  if (dataAt > bytes.length) throw new CorruptImageError(file, `the .npy header claims ${length} bytes, the file has ${bytes.length}.`);
  return { ...parseDescription(file, new TextDecoder().decode(bytes.subarray(textAt, dataAt))), dataAt };
}

/** The header is a Python dictionary; only the forms that NumPy writes are understood. */
function parseDescription(file: string, text: string): Omit<NpyHeader, "dataAt"> {
  const descr = /'descr':\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const extents = /'shape':\s*\(([\d,\sL]*)\)/.exec(text);
  if (descr === null || order === null || extents === null) {
    throw new CorruptImageError(file, `the .npy header must name descr, fortran_order and shape, is ${quote(text.trim())}.`);
  }
  if (descr[2] !== undefined) throw new UnsupportedImageError(file, "holds records; only plain numbers are read.");
  const code = descr[1] as string;
  const dtype = /^[<>|=]/.test(code) ? codes[code.slice(1)] : undefined;
  if (dtype === undefined) throw new UnsupportedImageError(file, `dtype must be one of ${Object.keys(codes).join(", ")}, is ${quote(code)}.`);
  const shape = (extents[1] as string).split(",").map((extent) => extent.replace("L", "").trim()).filter((extent) => extent !== "").map(Number);
  if (!Number.isSafeInteger(sizeOf(shape) * bytesPerElement(dtype))) throw new CorruptImageError(file, `promises too many elements: ${quote(extents[1] as string)}.`);
  return { dtype, isLittleEndian: code[0] !== ">", isFortranOrder: order[1] === "True", shape };
}

/** The header of version 1 that NumPy would write, padded so that the elements begin at a multiple of 64. */
export function npyHeader(dtype: Dtype, shape: readonly number[], isLittleEndian: boolean): Uint8Array {
  const order = bytesPerElement(dtype) === 1 ? "|" : isLittleEndian ? "<" : ">";
  const code = Object.keys(codes).find((known) => codes[known] === dtype) as string;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const header = new Uint8Array(10 + padded.length);
  header.set(latin1Bytes(npyMagic));
  header.set([1, 0, padded.length & 0xff, padded.length >> 8], 6);
  header.set(latin1Bytes(padded), 10);
  return header;
}
