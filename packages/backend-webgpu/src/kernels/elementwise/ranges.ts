import { dtypeRange, fromFloat16, isFloat, toFloat16, type Dtype } from "@openhcs/core";
import { clip, invert, nanToNum } from "@openhcs/functions";
import { boundIn } from "@openhcs/functions/for-kernels";
import { narrowed, valueType } from "../../wgsl/element.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { Body, BodyDtypes } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** What limits, reverses or completes the range of values, in the image's own dtype. */
export const rangeKernels: readonly GpuKernel[] = [
  elementwiseKernel(clip, clipBody),
  elementwiseKernel(invert, ({ image: dtype = "bool" }, { signedFloat }): Body => ({ dtype, code: `return ${inverted(dtype, signedFloat)};` })),
  elementwiseKernel(nanToNum, ({ image: dtype = "bool" }, { nan, posinf = dtypeRange(dtype).max, neginf = dtypeRange(dtype).min }): Body => {
    if (!isFloat(dtype)) return { dtype, code: "return image;" };
    const numbers = Object.entries({ nan_value: nan, above: posinf, below: neginf }).map(([name, value]) => ({ name, type: "f32" as const, value: inFloat(dtype, value) }));
    return { dtype, numbers, code: "if (is_nan(image)) { return nan_value; } if (is_inf(image)) { return select(above, below, image < 0.0); } return image;" };
  }),
];

function inverted(dtype: Dtype, signedFloat: boolean): string {
  if (isFloat(dtype)) return `${signedFloat ? 0 : 1}.0 - image`;
  if (dtype === "bool") return "1u - image";
  return valueType(dtype) === "u32" ? narrowed(dtype, "~image") : "~image";
}

/** The value, as an element of a float dtype. */
function inFloat(dtype: Dtype, value: number): number {
  return dtype === "float16" ? fromFloat16(toFloat16(value)) : Math.fround(value);
}

function clipBody({ image: dtype = "bool" }: BodyDtypes, { min, max }: { readonly min?: number; readonly max?: number }): Body | string {
  const given = Object.entries({ low: min, high: max }).filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (!isFloat(dtype) && given.some(([, bound]) => Number.isNaN(bound))) return "leaves bounds of integers that are NaN to the reference";
  const type = valueType(dtype);
  const numbers = given.map(([name, bound]) => ({ name, type, value: Number(boundIn(dtype, bound)) }));
  if (isFloat(dtype) && numbers.some(({ value }) => !Number.isNaN(value) && Math.fround(value) !== value)) return "leaves bounds beyond single precision to the reference";
  const isBelow = (a: string, b: string) => (type === "f32" ? `is_less(${a}, ${b})` : `${a} < ${b}`);
  const has = (name: string) => numbers.some((number) => number.name === name);
  return {
    dtype, numbers,
    code: `var v = image; ${has("low") ? `if (${isBelow("v", "low")}) { v = low; }` : ""} ${has("high") ? `if (${isBelow("high", "v")}) { v = high; }` : ""} return v;`,
  };
}
