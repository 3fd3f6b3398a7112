import { allocate, dtypeRange, isBigInteger, isFloat, type Dtype, type Element, type TypedArray } from "./dtype.js";
import { fromFloat16, toFloat16 } from "./float16.js";
import { sizeOf } from "./layout.js";
import type { NdArray } from "./nd-array.js";
import { floatOf, saturate, saturateBigInt } from "./saturate.js";

/** Visits the position in `data` of every element, in C order. */
export function forEachPosition({ shape, strides, offset }: Pick<NdArray, "shape" | "strides" | "offset">, visit: (position: number) => void): void {
  const rank = shape.length;
  const size = sizeOf(shape);
  if (rank === 0 || size === 0) {
    if (size > 0) visit(offset);
    return;
  }
  const inner = shape[rank - 1] as number;
  const step = strides[rank - 1] as number;
  const counter = new Array<number>(rank).fill(0);
  let line = offset;
  for (let done = 0; done < size; done += inner) {
    for (let i = 0, position = line; i < inner; i++, position += step) visit(position);
    for (let axis = rank - 2; axis >= 0; axis--) {
      line += strides[axis] as number;
      if (++(counter[axis] as number) < (shape[axis] as number)) break;
      line -= (shape[axis] as number) * (strides[axis] as number);
      counter[axis] = 0;
    }
  }
}

/** The elements in C order, in fresh memory. */
export function copyElements(array: NdArray): TypedArray {
  const { data, offset, size } = array;
  const copy = allocate(array.dtype, size);
  if (array.isContiguous) {
    // Not data.slice, which gives a view of a Buffer of Node.
    (copy as Uint8Array).set(data.subarray(offset, offset + size) as Uint8Array);
    return copy;
  }
  let next = 0;
  forEachPosition(array, (position) => { copy[next++] = data[position] as number; });
  return copy;
}

/** The elements in C order. Shares memory with the array where they lie so already. */
export function elementsInOrder(array: NdArray): TypedArray {
  const { data, offset, size } = array;
  return array.isContiguous ? data.subarray(offset, offset + size) : copyElements(array);
}

/** The elements as numbers in C order: float16 decoded. Shares memory with the array where nothing needs to change. */
export function readNumbers(array: NdArray): TypedArray {
  const elements = elementsInOrder(array);
  return array.dtype === "float16" ? Float32Array.from(elements as Uint16Array, fromFloat16) : elements;
}

/** Values in another dtype, rounded half to even and saturated where they do not fit. */
export function castElements(array: NdArray, dtype: Dtype): TypedArray {
  const source = readNumbers(array);
  const target = allocate(dtype, source.length);
  if (isAssignable(array.dtype, dtype)) {
    (target as Float64Array).set(source as Float64Array);
    return target;
  }
  const convert = converter(array.dtype, dtype);
  for (let i = 0; i < source.length; i++) target[i] = convert(source[i] as never) as never;
  return target;
}

/** Whether typed arrays convert these elements by themselves, and much faster: numbers to a float, or to an integer dtype that holds them all. */
function isAssignable(from: Dtype, to: Dtype): boolean {
  if (isBigInteger(from) || isBigInteger(to) || to === "float16" || to === "bool") return false;
  if (isFloat(from) || isFloat(to)) return isFloat(to);
  return dtypeRange(from).min >= dtypeRange(to).min && dtypeRange(from).max <= dtypeRange(to).max;
}

/** One value as an element of the dtype, as it lies in a typed array: by the rules of {@link castElements}. */
export function encode(value: Element, dtype: Dtype): Element {
  return converter(typeof value === "bigint" ? "int64" : "float64", dtype)(value as never);
}

function converter(from: Dtype, to: Dtype): (value: never) => Element {
  if (to === "float16") return (value: Element) => toFloat16(Number(value));
  if (to === "float32" && isBigInteger(from)) return floatOf;
  if (isFloat(to)) return Number;
  if (to === "bool") return (value: Element) => (Number(value) !== 0 ? 1 : 0);
  if (isBigInteger(to) || isBigInteger(from)) return saturateBigInt(to);
  return saturate(to);
}
