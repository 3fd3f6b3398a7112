import { allocateBytes } from "./allocation.js";
import { InvalidArrayError } from "./array-errors.js";

/** Element types, in the spelling of NumPy. `bool` is one byte, 0 or 1; `float16` is kept as IEEE 754 bits in a `Uint16Array`. */
export const dtypes = [
  "bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64",
] as const;

export type Dtype = (typeof dtypes)[number];

export type TypedArray =
  | Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array
  | BigUint64Array | BigInt64Array | Float32Array | Float64Array;

/** What holds any element of an array: a `bigint` for 64-bit integers, else a `number`. */
export type Element = number | bigint;

interface DtypeTraits {
  readonly kind: "bool" | "uint" | "int" | "float";
  readonly bytes: number;
  readonly allocate: new (buffer: ArrayBufferLike, byteOffset?: number, length?: number) => TypedArray;
  /** Range of the integer dtypes, as exact doubles (64-bit ranges are rounded: use `integerRange`). */
  readonly min: number;
  readonly max: number;
}

const traits: Readonly<Record<Dtype, DtypeTraits>> = {
  bool: { kind: "bool", bytes: 1, allocate: Uint8Array, min: 0, max: 1 },
  uint8: { kind: "uint", bytes: 1, allocate: Uint8Array, min: 0, max: 255 },
  int8: { kind: "int", bytes: 1, allocate: Int8Array, min: -128, max: 127 },
  uint16: { kind: "uint", bytes: 2, allocate: Uint16Array, min: 0, max: 65535 },
  int16: { kind: "int", bytes: 2, allocate: Int16Array, min: -32768, max: 32767 },
  uint32: { kind: "uint", bytes: 4, allocate: Uint32Array, min: 0, max: 4294967295 },
  int32: { kind: "int", bytes: 4, allocate: Int32Array, min: -2147483648, max: 2147483647 },
  uint64: { kind: "uint", bytes: 8, allocate: BigUint64Array, min: 0, max: 2 ** 64 },
  int64: { kind: "int", bytes: 8, allocate: BigInt64Array, min: -(2 ** 63), max: 2 ** 63 },
  float16: { kind: "float", bytes: 2, allocate: Uint16Array, min: -65504, max: 65504 },
  float32: { kind: "float", bytes: 4, allocate: Float32Array, min: -3.4028234663852886e38, max: 3.4028234663852886e38 },
  float64: { kind: "float", bytes: 8, allocate: Float64Array, min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
};

export function isDtype(value: unknown): value is Dtype {
  return typeof value === "string" && Object.hasOwn(traits, value);
}

/** A dtype may come from code without types. */
function traitsOf(dtype: Dtype): DtypeTraits {
  if (isDtype(dtype)) return traits[dtype];
  throw new InvalidArrayError(`the dtype must be one of ${dtypes.join(", ")}, received ${JSON.stringify(dtype)}.`);
}

export function dtypeKind(dtype: Dtype): DtypeTraits["kind"] {
  return traitsOf(dtype).kind;
}

export function bytesPerElement(dtype: Dtype): number {
  return traitsOf(dtype).bytes;
}

/** Smallest and largest finite value of the dtype, as doubles. */
export function dtypeRange(dtype: Dtype): { readonly min: number; readonly max: number } {
  return traitsOf(dtype);
}

export function isInteger(dtype: Dtype): boolean {
  const { kind } = traitsOf(dtype);
  return kind === "int" || kind === "uint";
}

export function isFloat(dtype: Dtype): boolean {
  return traitsOf(dtype).kind === "float";
}

/** 64-bit integers, whose elements are `bigint`. */
export function isBigInteger(dtype: Dtype): dtype is "int64" | "uint64" {
  return dtype === "int64" || dtype === "uint64";
}

/** Fresh zeroed elements; over shared memory where asked, so that other threads and processes may map them. */
export function allocate(dtype: Dtype, length: number, { shared = false }: { readonly shared?: boolean } = {}): TypedArray {
  const { bytes, allocate: Elements } = traitsOf(dtype);
  return new Elements(shared ? new SharedArrayBuffer(length * bytes) : allocateBytes(length * bytes));
}

/** A typed array of the dtype's kind over existing bytes, without a copy. */
export function viewBytes(dtype: Dtype, buffer: ArrayBufferLike, byteOffset = 0, length?: number): TypedArray {
  return new (traitsOf(dtype).allocate)(buffer, byteOffset, length);
}

/** The dtype that a typed array has by itself: never `bool` nor `float16`, which are conventions over other arrays. @throws InvalidArrayError */
export function dtypeOf(data: TypedArray): Dtype {
  const found = dtypes.find((dtype) => dtype !== "bool" && dtype !== "float16" && data instanceof traits[dtype].allocate);
  if (found === undefined) throw new InvalidArrayError(`elements lie in a typed array of a dtype's class, not in a ${className(data)}.`);
  return found;
}

/** Whether a typed array is of the class that holds this dtype. */
export function holds(dtype: Dtype, data: unknown): data is TypedArray {
  return data instanceof traitsOf(dtype).allocate;
}

export function className(data: unknown): string {
  return Object.prototype.toString.call(data).slice(8, -1);
}

/** The dtype in which methods compute: float32 for up to 16 bits, float64 for 32-bit integers, 64-bit integers stay. */
export function computeDtype(dtype: Dtype): "float32" | "float64" | "int64" | "uint64" {
  if (isBigInteger(dtype)) return dtype;
  return dtype === "float64" || dtype === "int32" || dtype === "uint32" ? "float64" : "float32";
}
