import { applyThreshold, equal, greater, greaterEqual, less, lessEqual, logicalAnd, logicalOr, logicalXor, notEqual } from "@openhcs/functions";
import { isBigInteger, type Dtype, type FunctionDefinition } from "@openhcs/core";
import { numberBeside } from "@openhcs/functions/for-kernels";
import type { DeviceKernel } from "../device-kernel.js";
import type { Body, BodyDtypes, BodyNumber } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** Relations between two images, or an image and a number. */
export const comparisonKernels: readonly DeviceKernel[] = [
  compared(equal, "=="),
  compared(notEqual, "!="),
  compared(less, "<"),
  compared(lessEqual, "<="),
  compared(greater, ">"),
  compared(greaterEqual, ">="),
  logical(logicalAnd, "a && b"),
  logical(logicalOr, "a || b"),
  logical(logicalXor, "a != b"),
  elementwiseKernel(applyThreshold, ({ image }, { threshold }) => relation(">", image as Dtype, undefined, threshold)),
];

function compared(definition: FunctionDefinition, operator: string): DeviceKernel {
  return elementwiseKernel(definition, ({ image, other }: BodyDtypes, { value = 0 }: { readonly value?: number }) =>
    relation(operator, image as Dtype, other, numberBeside(image as Dtype, value)));
}

/** Compares in a type that holds both operands exactly. */
function relation(operator: string, image: Dtype, other: Dtype | undefined, value: number): Body | string {
  const code = (type: string) => `return (${type})image ${operator} (${type})${other === undefined ? "value" : "other"} ? 1 : 0;`;
  const big = [image, other].filter((dtype) => dtype !== undefined && isBigInteger(dtype));
  if (big.length > 0) {
    if (other !== undefined) return image === other ? { dtype: "bool", code: code(image === "uint64" ? "u64" : "i64") } : `leaves ${image} beside ${other} to the reference`;
    if (!Number.isSafeInteger(value) || (image === "uint64" && value < 0)) return `leaves ${image} beside the value ${value} to the reference`;
    return { dtype: "bool", code: code(image === "uint64" ? "u64" : "i64"), numbers: [{ name: "value", type: "i64", value }] };
  }
  const needsFp64 = [image, other].some((dtype) => dtype === "int32" || dtype === "uint32" || dtype === "float64") || (other === undefined && !isSingle(value));
  const type = needsFp64 ? "double" : "float";
  const numbers: readonly BodyNumber[] = other === undefined ? [{ name: "value", type, value }] : [];
  return { dtype: "bool", code: code(type), numbers, needsFp64 };
}

function isSingle(value: number): boolean {
  return Number.isNaN(value) || Math.fround(value) === value;
}

/** `a` and `b` tell whether the operands differ from 0, as NaN does too. */
function logical(definition: FunctionDefinition, expression: string): DeviceKernel {
  return elementwiseKernel(definition, ({ image, other }: BodyDtypes, { value = 0 }: { readonly value?: number }): Body => {
    const right = other === undefined ? "value" : "other";
    const numbers: readonly BodyNumber[] = other === undefined ? [{ name: "value", type: "i64", value: numberBeside(image as Dtype, value) === 0 ? 0 : 1 }] : [];
    return { dtype: "bool", code: `const int a = image != 0 ? 1 : 0; const int b = ${right} != 0 ? 1 : 0; return (${expression}) ? 1 : 0;`, numbers };
  });
}
