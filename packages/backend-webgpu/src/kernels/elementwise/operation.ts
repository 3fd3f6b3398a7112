import { bytesPerElement, isFloat, type Dtype } from "@openhcs/core";
import { castNumberLikeC, computeDtypeOf, resultDtype, saturatingDtypes } from "@openhcs/functions/for-kernels";
import { castLikeC, clampedFloat, floatOf } from "../../wgsl/casts.js";
import { narrowed, valueType } from "../../wgsl/element.js";
import type { Body, BodyDtypes, BodyNumber } from "./body.js";

/** One or two operands, `a` and `b`, become one value, in each of the arithmetics that dtypes have. */
export interface Operation {
  /** Of floats in single precision. */
  readonly floats?: string;
  /** Of integers, `i32` or `u32`, whose low bits are the result; absent where integers give floats. */
  readonly integers?: string;
  /** The same of unsigned integers, where it differs. */
  readonly unsigned?: string;
  /** Where OpenCV computes another value before it saturates. */
  readonly saturated?: string;
  readonly result?: "same" | "float64" | "matching-float";
  readonly ofBools?: "bool" | "int8";
  /** Whether single precision rounds quotients of integers otherwise than OpenCV. */
  readonly isInexact?: boolean;
}

/** What functions of one and two operands may be told. */
export interface OperandChoices {
  readonly value?: number;
  readonly convention?: string;
  readonly computeDtype?: Dtype;
}

/** The body of an operation on one array, on two, or on an array and a number. */
export function operationBody(operation: Operation, dtypes: BodyDtypes, choices: OperandChoices): Body | string {
  return choices.convention === "cv2" ? saturatingBody(operation, dtypes, choices) : numpyBody(operation, dtypes, choices);
}

function numpyBody(operation: Operation, { image, other }: BodyDtypes, { value, computeDtype }: OperandChoices): Body | string {
  if (image === undefined) return "needs an image";
  const dtype = computeDtype ?? computeDtypeOf(image, other);
  if (bytesPerElement(dtype) === 8) return `has no 64-bit numbers, and so cannot compute in ${dtype}; another computeDtype may do`;
  const result = resultDtype(operation, dtype);
  const type = isFloat(dtype) || isFloat(result) ? "f32" : valueType(dtype);
  const operand = (from: Dtype, name: string) => (type === "f32" ? floatOf(dtype, castLikeC(from, dtype, name)) : castLikeC(from, dtype, name));
  const isNumber = value !== undefined && other === undefined;
  const lines = [
    `let a = ${operand(image, "image")};`,
    ...(other !== undefined ? [`let b = ${operand(other, "other")};`] : isNumber ? ["let b = value;"] : []),
  ];
  return {
    dtype: result,
    code: `${lines.join(" ")} return ${resultOf(operation, type, result)};`,
    ...(isNumber ? { numbers: [{ name: "value", type, value: Number(castNumberLikeC(value, dtype)) }] } : {}),
  };
}

function resultOf({ floats = "a", integers = "a", unsigned = integers }: Operation, type: string, result: Dtype): string {
  if (type === "f32") return floats;
  const expression = type === "u32" ? unsigned : integers;
  if (result === "bool") return `select(0u, 1u, (${expression}) != ${type}(0))`;
  return narrowed(result, `bitcast<u32>(${expression})`);
}

/** In the dtype of both operands, of which the second may be any number. */
function saturatingBody({ floats = "a", integers, saturated = floats, isInexact }: Operation, { image, other }: BodyDtypes, { value = 0 }: OperandChoices): Body | string {
  if (image === undefined || !saturatingDtypes.includes(image)) return "of convention cv2 takes images that OpenCV saturates";
  const isWhole = Number.isInteger(value) && Math.abs(value) < 2 ** (image === "int32" ? 31 : 15);
  const second = (name: string): readonly BodyNumber[] => (other === undefined ? [{ name: "value", type: name as "f32", value }] : []);
  const b = other === undefined ? "value" : "other";
  if (isFloat(image)) return { dtype: image, numbers: second("f32"), code: `let a = image; let b = ${b}; return ${floats};` };
  if (isInexact === true || !isWhole) return "leaves what single precision may round otherwise to the reference";
  if (image === "int32") {
    if (integers === undefined) return "leaves quotients of int32 to the reference";
    return { dtype: image, numbers: second("i32"), code: `let a = image; let b = ${b}; return ${integers};` };
  }
  return { dtype: image, numbers: second("f32"), code: `let a = f32(image); let b = f32(${b}); let wanted = ${saturated}; return ${clampedFloat(image, "wanted")};` };
}
