import { readFileSync } from "node:fs";
import { allocate, NdArray } from "@openhcs/core";

const dtypes = {
  "|b1": "bool", "|u1": "uint8", "|i1": "int8", "<u2": "uint16", "<i2": "int16", "<u4": "uint32", "<i4": "int32",
  "<u8": "uint64", "<i8": "int64", "<f2": "float16", "<f4": "float32", "<f8": "float64",
};

/** Reads a C-order little-endian .npy file; apart from the image readers, which golden cases test. */
export function readNpy(file) {
  const bytes = readFileSync(file);
  if (bytes.toString("latin1", 0, 6) !== "\x93NUMPY") throw new Error(`${file} is not a .npy file.`);
  const [headerAt, headerLength] = bytes[6] === 1 ? [10, bytes.readUInt16LE(8)] : [12, bytes.readUInt32LE(8)];
  const header = bytes.toString("latin1", headerAt, headerAt + headerLength);
  const dtype = dtypes[/'descr':\s*'([^']+)'/.exec(header)?.[1]];
  if (dtype === undefined || /'fortran_order':\s*True/.test(header)) throw new Error(`${file} is not C-order and little-endian: ${header.trim()}`);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)[1].split(",").filter((extent) => extent.trim() !== "").map(Number);
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const body = bytes.subarray(headerAt + headerLength, headerAt + headerLength + data.byteLength);
  if (body.length < data.byteLength) throw new Error(`${file} holds ${body.length} of ${data.byteLength} bytes.`);
  new Uint8Array(data.buffer).set(body);
  return new NdArray({ data, shape, dtype });
}
