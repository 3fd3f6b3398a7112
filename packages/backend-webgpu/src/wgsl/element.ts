import { bytesPerElement, type Dtype } from "@openhcs/core";

export type Value = "f32" | "i32" | "u32";

/** What WGSL computes with in the place of a dtype's elements, which it holds exactly. */
export function valueType(dtype: Dtype): Value {
  if (dtype.startsWith("float")) return "f32";
  return dtype.startsWith("int") ? "i32" : "u32";
}

/**
 * What a shader calls the elements of one of its arrays, `IN` say, which lies in words as host arrays lie in bytes: `IN_v` is their type, `load_IN(i)` one
 * of them.
 */
export function loadDefinition(name: string, dtype: Dtype): string {
  return `alias ${name}_v = ${valueType(dtype)};\nfn load_${name}(i: u32) -> ${name}_v { return ${valueOf(dtype, bitsIn(name, dtype))}; }`;
}

/** The same of an array that is written: `bits_OUT(v)` are the bits that an element is stored as. */
export function storeDefinition(name: string, dtype: Dtype): string {
  return `alias ${name}_v = ${valueType(dtype)};\nfn bits_${name}(v: ${name}_v) -> u32 { return ${bitsOf(dtype, "v")}; }`;
}

/** How many elements a word has, which one item writes. */
export function elementsPerWord(dtype: Dtype): number {
  return 4 / bytesPerElement(dtype);
}

/** The lowest bits are the element's; those above may be anything. */
function bitsIn(name: string, dtype: Dtype): string {
  switch (bytesPerElement(dtype)) {
    case 1: return `(${name}[i >> 2u] >> ((i & 3u) << 3u))`;
    case 2: return `(${name}[i >> 1u] >> ((i & 1u) << 4u))`;
    default: return `${name}[i]`;
  }
}

function valueOf(dtype: Dtype, bits: string): string {
  if (dtype === "float32") return `bitcast<f32>(${bits})`;
  if (dtype === "float16") return `half_to_float(${bits} & 0xffffu)`;
  return narrowed(dtype, bits);
}

function bitsOf(dtype: Dtype, value: string): string {
  if (dtype === "float16") return `float_to_half(${value})`;
  const bits = valueType(dtype) === "u32" ? value : `bitcast<u32>(${value})`;
  return bytesPerElement(dtype) === 4 ? bits : `(${bits} & ${bytesPerElement(dtype) === 1 ? "0xffu" : "0xffffu"})`;
}

/** The lowest bits of a `u32` as a value of an integer dtype, which is what it is modulo 2ⁿ; bool is whether there are any. */
export function narrowed(dtype: Dtype, bits: string): string {
  switch (dtype) {
    case "bool": return `select(0u, 1u, (${bits} & 0xffu) != 0u)`;
    case "uint8": return `(${bits} & 0xffu)`;
    case "uint16": return `(${bits} & 0xffffu)`;
    case "int8": return `(bitcast<i32>(${bits} << 24u) >> 24u)`;
    case "int16": return `(bitcast<i32>(${bits} << 16u) >> 16u)`;
    case "int32": return `bitcast<i32>(${bits})`;
    default: return bits;
  }
}
