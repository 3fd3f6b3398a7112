import { bytesPerElement, dtypeKind, isBigInteger, isFloat, type Dtype } from "@openhcs/core";
import { exactType, rangeLiterals } from "../../dialect/element.js";

/** An expression of one dtype's exact type in another's as a C cast makes it: integers wrap modulo 2ⁿ, NaN and the infinities become 0. */
export function castLikeC(from: Dtype, to: Dtype, expression: string): string {
  if (from === to) return expression;
  if (to === "bool") return `(${expression} != 0)`;
  const type = exactType(to);
  if (isFloat(from) && !isFloat(to)) return `(${type})whole_of((C)${expression})`;
  return to === "float32" && isBigInteger(from) ? `(float)(C)${expression}` : `(${type})${expression}`;
}

/** A variable of one dtype's exact type in another's, rounded half to even and clamped, NaN as 0. */
export function saturated(from: Dtype, to: Dtype, variable: string): string {
  if (from === to) return variable;
  const type = exactType(to);
  const range = rangeLiterals(to);
  if (range === undefined) return `(${type})${variable}`;
  if (to === "bool") return `(${variable} != 0 ? 1 : 0)`;
  return isFloat(from) ? clampedFloat(`(C)${variable}`, type, range) : clampedInteger(from, to, variable, range);
}

/** The ends of wide integers are no floats, so that they are told apart before the cast. */
export function clampedFloat(value: string, type: string, [least, most]: readonly [string, string]): string {
  return `(${value} != ${value} ? (${type})0 : rint(${value}) <= (C)${least} ? (${type})${least} : rint(${value}) >= (C)${most} ? (${type})${most} : (${type})rint(${value}))`;
}

/** Only ends that the source can pass are asked about, in its own signedness. */
function clampedInteger(from: Dtype, to: Dtype, variable: string, [least, most]: readonly [string, string]): string {
  const [type, isSigned] = [exactType(to), dtypeKind(from) === "int"];
  const wide = isSigned ? "i64" : "u64";
  const raised = isSigned && (dtypeKind(to) !== "int" || bytesPerElement(to) < bytesPerElement(from)) ? `(i64)${variable} < (i64)${least} ? (${type})${least} : ` : "";
  const canPass = bytesPerElement(to) < bytesPerElement(from) || (!isSigned && dtypeKind(to) === "int" && bytesPerElement(to) === bytesPerElement(from));
  return `(${raised}${canPass ? `(${wide})${variable} > (${wide})${most} ? (${type})${most} : ` : ""}(${type})${variable})`;
}
