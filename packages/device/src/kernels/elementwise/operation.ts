import { isBigInteger, isFloat, type Dtype } from "@openhcs/core";
import { castNumberLikeC, computeDtypeOf, resultDtype, saturatingDtypes } from "@openhcs/functions/for-kernels";
import { exactType, rangeLiterals } from "../../dialect/element.js";
import type { Body, BodyDtypes, BodyNumber } from "./body.js";
import { castLikeC, clampedFloat } from "./casts.js";

/**
 * One or two operands, `a` and `b`, become one value, as expressions of the dialect in each of the arithmetics that dtypes have.
 *
 * In an expression `T` is the type of both, `name_T` the variant of a function for it, and `E` the elements of the compute dtype.
 */
export interface Operation {
  /** On floats. */
  readonly numbers: string;
  /** Whether float32 needs no more than single precision to be rounded as double precision, then rounded to single, would be. */
  readonly single?: boolean;
  /** On float32 in double precision, where rounding only the end result would differ. */
  readonly singles?: string;
  /** On floats where `b` is a number, neither NaN nor -0, and that makes it simpler. */
  readonly besideNumber?: string;
  /** On integers, as 64-bit ones whose low bits are the result; absent where integers give floats. */
  readonly integers?: string;
  /** Where OpenCV computes another value before it saturates. */
  readonly saturated?: string;
  readonly result?: "same" | "float64" | "matching-float";
  readonly ofBools?: "bool" | "int8";
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
  const result = resultDtype(operation, dtype);
  const number = value === undefined || other !== undefined ? undefined : numberOf(castNumberLikeC(value, dtype), dtype);
  if (typeof number === "string") return number;
  const { type, expression } = arithmeticOf(operation, dtype, result, number);
  const a = `const T a = (T)${castLikeC(image, dtype, "image")};`;
  const b = other !== undefined ? `const T b = (T)${castLikeC(other, dtype, "other")};` : number === undefined ? "" : "const T b = (T)value;";
  const returned = result === "bool" ? `(${expression}) != 0` : `(${exactType(result)})(${expression})`;
  return {
    dtype: result,
    /** Composed for those who read it: most calls only ask whether there is a body. */
    get code() { return typed(type, dtype, `${a} ${b} return ${returned};`); },
    ...(number === undefined ? {} : { numbers: [number] }),
    needsFp64: [dtype, result, image, other].includes("float64"),
  };
}

/** In the dtype of both operands, of which the second may be any number. */
function saturatingBody({ numbers, integers, saturated = numbers }: Operation, { image, other }: BodyDtypes, { value = 0 }: OperandChoices): Body | string {
  if (image === undefined || !saturatingDtypes.includes(image)) return "of convention cv2 takes images that OpenCV saturates";
  const whole = image === "int32" && integers !== undefined && (other !== undefined || Number.isInteger(value));
  if (whole && other === undefined && !Number.isSafeInteger(value)) return `leaves the value ${value} to the reference`;
  const type = whole ? "i64" : image === "float64" ? "double" : "C";
  const operands = `const T a = (T)image; const T b = (T)${other === undefined ? "value" : "other"};`;
  const returned = whole ? `(i32)(${integers})` : isFloat(image) ? `(${exactType(image)})(${numbers})`
    : image === "int32" ? `(i32)whole_of(rint((C)(${saturated})))` : "clamped";
  const clamping = returned === "clamped" ? `const C wanted = ${saturated}; const E clamped = ${clampedFloat("wanted", "E", rangeLiterals(image) as readonly [string, string])};` : "";
  return {
    dtype: image,
    code: typed(type, image, `${operands} ${clamping} return ${returned};`),
    ...(other === undefined ? { numbers: [{ name: "value", type: whole ? "i64" : "C", value }] } : {}),
    needsFp64: image === "float64" || (image === "int32" && !whole),
  };
}

/** Whether `b` is a number that comparisons with it order as its value says. */
function isOrdered(number: BodyNumber | undefined): boolean {
  return number !== undefined && !Number.isNaN(number.value) && !Object.is(number.value, -0);
}

/** The type to compute in, and the expression in it. */
function arithmeticOf(
  { numbers, besideNumber = numbers, single = false, singles, integers }: Operation, dtype: Dtype, result: Dtype, number: BodyNumber | undefined,
): { readonly type: string; readonly expression: string } {
  if (!isFloat(dtype) && !isFloat(result)) return { type: dtype === "uint64" ? "u64" : "i64", expression: integers ?? "a" };
  const onFloats = isOrdered(number) ? besideNumber : numbers;
  if (dtype !== "float32") return { type: dtype === "float64" ? "double" : "C", expression: onFloats };
  return { type: single ? "float" : "C", expression: singles ?? onFloats };
}

function numberOf(element: number | bigint, dtype: Dtype): BodyNumber | string {
  const value = Number(element);
  if (isBigInteger(dtype) && !Number.isSafeInteger(value)) return `leaves the value ${element} to the reference`;
  return { name: "value", type: dtype === "float64" ? "double" : dtype === "float32" ? "float" : "i64", value };
}

function typed(type: string, dtype: Dtype, code: string): string {
  return `typedef ${type} T; typedef ${exactType(dtype)} E; ${code.replaceAll("_T(", `_${type}(`)}`;
}
