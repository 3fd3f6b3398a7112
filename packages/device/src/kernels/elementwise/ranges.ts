import { clip, invert, nanToNum } from "@openhcs/functions";
import { dtypeRange, fromFloat16, isBigInteger, isFloat, toFloat16, type Dtype } from "@openhcs/core";
import { boundIn } from "@openhcs/functions/for-kernels";
import { exactType } from "../../dialect/element.js";
import type { Body, BodyDtypes, BodyNumber } from "./body.js";
import type { DeviceKernel } from "../device-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** What limits, reverses or completes the range of values, in the image's own dtype. */
export const rangeKernels: readonly DeviceKernel[] = [
  elementwiseKernel(clip, clipBody),
  elementwiseKernel(invert, ({ image: dtype = "bool" }, { signedFloat }): Body => {
    const type = exactType(dtype);
    return { dtype, code: isFloat(dtype) ? `return (${type})${signedFloat ? 0 : 1} - image;` : dtype === "bool" ? "return 1 - image;" : `return (${type})~image;` };
  }),
  elementwiseKernel(nanToNum, ({ image: dtype = "bool" }, { nan, posinf = dtypeRange(dtype).max, neginf = dtypeRange(dtype).min }): Body => {
    if (!isFloat(dtype)) return { dtype, code: "return image;" };
    const type = exactType(dtype) as "float" | "double";
    const numbers = Object.entries({ nan_value: nan, above: posinf, below: neginf }).map(([name, value]) => ({ name, type, value: inFloat(dtype, value) }));
    return { dtype, numbers, code: "return image != image ? nan_value : image == INFINITE ? above : image == -INFINITE ? below : image;" };
  }),
];

/** The value, as an element of a float dtype. */
function inFloat(dtype: Dtype, value: number): number {
  if (dtype === "float64") return value;
  return dtype === "float32" ? Math.fround(value) : fromFloat16(toFloat16(value));
}

function clipBody({ image: dtype = "bool" }: BodyDtypes, { min, max }: { readonly min?: number; readonly max?: number }): Body | string {
  const given = Object.entries({ low: min, high: max }).filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (!isFloat(dtype) && given.some(([, bound]) => Number.isNaN(bound))) return "leaves bounds of integers that are NaN to the reference";
  const bounds = given.map(([name, bound]) => ({ name, value: Number(boundIn(dtype, bound)) }));
  if (isBigInteger(dtype) && bounds.some(({ value }) => !Number.isSafeInteger(value))) return `leaves bounds of ${dtype} beyond 53 bits to the reference`;
  const single = bounds.every(({ value }) => Number.isNaN(value) || Math.fround(value) === value);
  if (dtype === "float16" && !single) return "leaves bounds of float16 beyond single precision to the reference";
  const type: BodyNumber["type"] = !isFloat(dtype) ? "i64" : dtype === "float64" || !single ? "double" : "float";
  const wide = dtype === "uint64" ? "u64" : type;
  const has = (name: string) => bounds.some((bound) => bound.name === name);
  return {
    dtype,
    numbers: bounds.map((bound) => ({ ...bound, type })),
    needsFp64: type === "double",
    code: `${wide} v = (${wide})image; ${has("low") ? `if (v < (${wide})low) v = (${wide})low;` : ""} ${has("high") ? `if (v > (${wide})high) v = (${wide})high;` : ""} return (${exactType(dtype)})v;`,
  };
}
