import { className, dtypeOf, viewBytes, type Dtype, type TypedArray } from "./dtype.js";
import { NdArray } from "./nd-array.js";

/** What scijs packages call an ndarray: strides named `stride`, in elements. */
export interface ScijsArray {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** A decoded chunk or array of zarrita: no offset; bool and float16 lie in classes of its own. */
export interface ZarrChunk {
  readonly data: ArrayLike<unknown>;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** A view on a scijs array, without a copy. */
export function fromScijs({ data, shape, stride, offset }: ScijsArray, dtype: Dtype = dtypeOf(data)): NdArray {
  return new NdArray({ data, shape, strides: stride, offset, dtype });
}

/** The same memory as scijs packages expect it, without a copy. */
export function toScijs({ data, shape, strides, offset }: NdArray): ScijsArray {
  return { data, shape: [...shape], stride: [...strides], offset };
}

/** A view on a zarrita chunk, also of float16; only its `BoolArray` is copied. @param dtype needed for bool */
export function fromZarrChunk({ data, shape, stride }: ZarrChunk, dtype?: Dtype): NdArray {
  if (className(data) === "Float16Array") {
    const { buffer, byteOffset, length } = data as unknown as TypedArray;
    return new NdArray({ data: viewBytes("float16", buffer, byteOffset, length), shape, strides: stride, dtype: "float16" });
  }
  const elements = dtype === "bool" && !(data instanceof Uint8Array) ? boolBytes(data) : (data as TypedArray);
  return new NdArray({ data: elements, shape, strides: stride, ...(dtype === undefined ? {} : { dtype }) });
}

/** A packed array as a zarrita chunk; copies only where the array is a view. */
export function toZarrChunk(array: NdArray): { data: TypedArray; shape: number[]; stride: number[] } {
  const { data, shape, strides } = array.packed();
  return { data, shape: [...shape], stride: [...strides] };
}

function boolBytes(data: ArrayLike<unknown>): Uint8Array {
  return Uint8Array.from({ length: data.length }, (_, i) => (((data as { get?(i: number): unknown }).get?.(i) ?? data[i]) ? 1 : 0));
}
