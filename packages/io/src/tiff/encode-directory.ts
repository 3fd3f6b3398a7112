import { hostIsLittleEndian } from "../byte-order.js";
import type { Tag } from "./tags.js";

/** One tag with its values; a rational is two numbers. */
export interface Field {
  readonly code: Tag;
  readonly type: keyof typeof fieldTypes;
  readonly values: readonly number[];
}

/** Code and bytes of a value of each field type; `word` is an offset or a length, 32 bits wide or, in BigTIFF, 64. */
const fieldTypes = {
  ascii: { code: 2, bytes: 1 },
  short: { code: 3, bytes: 2 },
  long: { code: 4, bytes: 4 },
  rational: { code: 5, bytes: 8 },
  word: { code: 4, bytes: 4 },
  bigWord: { code: 16, bytes: 8 },
} as const;

/** Bytes that a directory and the values outside of its entries take. */
export function directoryBytes(fields: readonly Field[], isBig: boolean): number {
  const [countBytes, entryBytes, wordBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  return fields.reduce((sum, field) => sum + outsideBytes(field, isBig), countBytes + fields.length * entryBytes + wordBytes);
}

/** A directory at position `at` of a file in the machine's byte order, and the values that do not fit into its entries. */
export function encodeDirectory(fields: readonly Field[], at: number, next: number, isBig: boolean): Uint8Array {
  const bytes = new Uint8Array(directoryBytes(fields, isBig));
  const view = new DataView(bytes.buffer);
  const word = (position: number, value: number) =>
    isBig ? view.setBigUint64(position, BigInt(value), hostIsLittleEndian) : view.setUint32(position, value, hostIsLittleEndian);
  const [countBytes, entryBytes, wordBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  if (isBig) word(0, fields.length);
  else view.setUint16(0, fields.length, hostIsLittleEndian);
  let outside = countBytes + fields.length * entryBytes + wordBytes;
  for (const [i, field] of [...fields].sort((a, b) => a.code - b.code).entries()) {
    const entry = countBytes + i * entryBytes;
    const { code, bytes: size } = typeOf(field, isBig);
    view.setUint16(entry, field.code, hostIsLittleEndian);
    view.setUint16(entry + 2, code, hostIsLittleEndian);
    word(entry + 4, field.type === "rational" ? field.values.length / 2 : field.values.length);
    const isOutside = outsideBytes(field, isBig) > 0;
    if (isOutside) word(entry + 4 + wordBytes, at + outside);
    writeValues(view, isOutside ? outside : entry + 4 + wordBytes, field, size);
    outside += outsideBytes(field, isBig);
  }
  word(countBytes + fields.length * entryBytes, next);
  return bytes;
}

function typeOf({ type }: Field, isBig: boolean): { readonly code: number; readonly bytes: number } {
  return fieldTypes[type === "word" && isBig ? "bigWord" : type];
}

/** Values lie outside of an entry that cannot hold them, beginning at even positions. */
function outsideBytes(field: Field, isBig: boolean): number {
  const { bytes } = typeOf(field, isBig);
  const size = field.type === "rational" ? field.values.length * 4 : field.values.length * bytes;
  return size <= (isBig ? 8 : 4) ? 0 : size + (size & 1);
}

function writeValues(view: DataView, at: number, { type, values }: Field, size: number): void {
  const step = type === "rational" ? 4 : size;
  for (const [i, value] of values.entries()) {
    if (step === 1) view.setUint8(at + i, value);
    else if (step === 2) view.setUint16(at + i * 2, value, hostIsLittleEndian);
    else if (step === 4) view.setUint32(at + i * 4, value, hostIsLittleEndian);
    else view.setBigUint64(at + i * 8, BigInt(value), hostIsLittleEndian);
  }
}
