import { bytesPerElement, dtypeRange, isFloat, type Dtype } from "@openhcs/core";
import { narrowed, valueType } from "./element.js";

/** An expression of one dtype in another's as a C cast makes it: integers wrap modulo 2ⁿ, NaN and the infinities become 0. */
export function castLikeC(from: Dtype, to: Dtype, expression: string): string {
  if (from === to) return expression;
  if (to === "bool") return truthOf(from, expression);
  if (isFloat(to)) return floatOf(from, expression);
  return narrowed(to, isFloat(from) ? `whole_of(${expression})` : bitsOf(from, expression));
}

/** An expression of one dtype in another's, rounded half to even and clamped, NaN as 0. */
export function saturated(from: Dtype, to: Dtype, expression: string): string {
  if (from === to) return expression;
  if (to === "bool") return truthOf(from, expression);
  if (isFloat(to)) return floatOf(from, expression);
  if (isFloat(from)) return clampedFloat(to, expression);
  return clampedInteger(from, to, expression);
}

/** A number rounded half to even and clamped to an integer dtype, NaN as 0. */
export function clampedFloat(to: Dtype, expression: string): string {
  if (bytesPerElement(to) === 4) return `clamped_${valueType(to)}(${expression})`;
  const { min, max } = dtypeRange(to);
  return `${valueType(to)}(clamped_f32(${expression}, ${min}.0, ${max}.0))`;
}

/** Whether an element differs from 0, as NaN does too: 1 or 0. */
export function truthOf(from: Dtype, expression: string): string {
  return `select(0u, 1u, ${isNonzero(from, expression)})`;
}

export function isNonzero(from: Dtype, expression: string): string {
  return isFloat(from) ? `is_nonzero(${expression})` : `(${expression} != ${valueType(from)}(0))`;
}

/** An element as a float, rounded half to even. */
export function floatOf(from: Dtype, expression: string): string {
  if (isFloat(from)) return expression;
  return bytesPerElement(from) === 4 ? `float_of_${valueType(from)}(${expression})` : `f32(${expression})`;
}

/** A literal of a whole number. */
export function literal(value: number, type: "i32" | "u32"): string {
  return type === "u32" ? `${value}u` : value === -2147483648 ? "(-2147483647 - 1)" : `${value}`;
}

function bitsOf(from: Dtype, expression: string): string {
  return valueType(from) === "u32" ? expression : `bitcast<u32>(${expression})`;
}

function clampedInteger(from: Dtype, to: Dtype, expression: string): string {
  const [given, wanted] = [dtypeRange(from), dtypeRange(to)];
  const type = valueType(from);
  const raised = given.min < wanted.min ? `max(${expression}, ${literal(wanted.min, type as "i32")})` : expression;
  const lowered = given.max > wanted.max ? `min(${raised}, ${literal(wanted.max, type as "i32")})` : raised;
  return type === valueType(to) ? lowered : `${valueType(to)}(${lowered})`;
}
