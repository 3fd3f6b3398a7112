import { dtypeRange, isFloat, type Dtype, type FunctionDefinition } from "@openhcs/core";
import { applyThreshold, equal, greater, greaterEqual, less, lessEqual, logicalAnd, logicalOr, logicalXor, notEqual } from "@openhcs/functions";
import { numberBeside } from "@openhcs/functions/for-kernels";
import { floatOf, isNonzero } from "../../wgsl/casts.js";
import { valueType } from "../../wgsl/element.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { Body, BodyDtypes } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

type Relation = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** Relations between two images, or an image and a number. */
export const comparisonKernels: readonly GpuKernel[] = [
  compared(equal, "=="),
  compared(notEqual, "!="),
  compared(less, "<"),
  compared(lessEqual, "<="),
  compared(greater, ">"),
  compared(greaterEqual, ">="),
  logical(logicalAnd, "a && b"),
  logical(logicalOr, "a || b"),
  logical(logicalXor, "a != b"),
  elementwiseKernel(applyThreshold as FunctionDefinition, ({ image }, { threshold }) => besideNumber(">", image as Dtype, threshold as number)),
];

function compared(definition: FunctionDefinition, relation: Relation): GpuKernel {
  return elementwiseKernel(definition as FunctionDefinition, ({ image, other }: BodyDtypes, { value = 0 }: { readonly value?: number }) =>
    (other === undefined ? besideNumber(relation, image as Dtype, numberBeside(image as Dtype, value)) : besideImage(relation, image as Dtype, other)));
}

function besideImage(relation: Relation, image: Dtype, other: Dtype): Body | string {
  const operands = [["image", image], ["other", other]] as const;
  if (isFloat(image) || isFloat(other)) {
    if (operands.some(([, dtype]) => dtype === "int32" || dtype === "uint32")) return `leaves ${image} beside ${other} to the reference, which compares them in double precision`;
    const [a, b] = operands.map(([name, dtype]) => floatOf(dtype, name)) as [string, string];
    return told(ofFloats(relation, a, b));
  }
  const types = operands.map(([, dtype]) => valueType(dtype));
  if (operands.some(([, dtype]) => dtype === "uint32") && types.includes("i32")) return `leaves ${image} beside ${other} to the reference`;
  const type = types.includes("i32") ? "i32" : "u32";
  return told(`${type}(image) ${relation} ${type}(other)`);
}

function besideNumber(relation: Relation, image: Dtype, value: number): Body | string {
  if (!isFloat(image)) return integerBeside(relation, image, value);
  if (Math.fround(value) !== value && !Number.isNaN(value)) return `leaves the value ${value}, which single precision does not hold, to the reference`;
  return { ...told(ofFloats(relation, "image", "value")), numbers: [{ name: "value", type: "f32", value }] };
}

/** Integers are compared with the integer at which the relation turns. */
function integerBeside(relation: Relation, image: Dtype, value: number): Body {
  const { min, max } = dtypeRange(image);
  const always = (answer: boolean): Body => ({ dtype: "bool", code: `return ${answer ? 1 : 0}u;` });
  if (Number.isNaN(value)) return always(relation === "!=");
  if (relation === "==" || relation === "!=") {
    if (!Number.isInteger(value) || value < min || value > max) return always(relation === "!=");
  }
  const bound = relation === "<" || relation === ">=" ? Math.ceil(value) : Math.floor(value);
  if (bound > max) return always(relation === "<" || relation === "<=");
  if (bound < min) return always(relation === ">" || relation === ">=");
  return { ...told(`image ${relation} value`), numbers: [{ name: "value", type: valueType(image), value: bound }] };
}

/** In the order of their bits: nothing holds of NaN, but that it differs. */
function ofFloats(relation: Relation, a: string, b: string): string {
  const ordered = `are_numbers(${a}, ${b}) && ordered(${a}) ${relation === "!=" ? "==" : relation} ordered(${b})`;
  return relation === "!=" ? `!(${ordered})` : ordered;
}

function told(condition: string): Body {
  return { dtype: "bool", code: `return select(0u, 1u, ${condition});` };
}

/** `a` and `b` tell whether the operands differ from 0, as NaN does too. */
function logical(definition: FunctionDefinition, expression: string): GpuKernel {
  return elementwiseKernel(definition as FunctionDefinition, ({ image, other }: BodyDtypes, { value = 0 }: { readonly value?: number }): Body => {
    const right = other === undefined ? "value != 0u" : isNonzero(other, "other");
    const body = { dtype: "bool", code: `let a = ${isNonzero(image as Dtype, "image")}; let b = ${right}; return select(0u, 1u, ${expression});` } as const;
    return other === undefined ? { ...body, numbers: [{ name: "value", type: "u32", value: numberBeside(image as Dtype, value) === 0 ? 0 : 1 }] } : body;
  });
}
