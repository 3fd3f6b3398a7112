import {
  abs, arccos, arcsin, arcsinh, arctan, cbrt, ceil, cos, cosh, degrees, exp, exp2, expm1, floor, log, log10, log1p, log2, negative, radians, reciprocal, rint,
  sign, sin, sinh, sqrt, square, tan, tanh, trunc,
} from "@openhcs/functions";
import type { FunctionDefinition } from "@openhcs/core";
import type { DeviceKernel } from "../device-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";
import { operationBody, type OperandChoices, type Operation } from "./operation.js";

/** Functions of one image. */
export const unaryKernels: readonly DeviceKernel[] = [
  unary(abs, { numbers: "fabs(a)", single: true, integers: "abs_T(a)" }),
  unary(negative, { numbers: "-a", single: true, integers: "(T)(0 - (u64)a)" }),
  unary(sign, { numbers: "a > 0 ? (T)1 : a < 0 ? (T)-1 : a", single: true, integers: "a > 0 ? 1 : a < 0 ? (T)-1 : 0" }),
  unary(square, { numbers: "a * a", single: true, integers: "(T)((u64)a * (u64)a)" }),
  unary(ceil, { numbers: "ceil(a)", single: true, integers: "a" }),
  unary(floor, { numbers: "floor(a)", single: true, integers: "a" }),
  unary(rint, { numbers: "rint(a)", single: true, integers: "a" }),
  unary(trunc, { numbers: "trunc(a)", single: true, integers: "a" }),
  unary(sqrt, { numbers: "sqrt(a)", single: true, singles: "exact_root(a)", result: "matching-float" }),
  toFloat(cbrt, "cbrt(a)"),
  toFloat(reciprocal, "1 / a"),
  toFloat(degrees, "a * (T)57.29577951308232"),
  toFloat(radians, "a * (T)0.017453292519943295"),
  toFloat(exp, "exp(a)"),
  toFloat(exp2, "exp2(a)"),
  toFloat(expm1, "expm1(a)"),
  toFloat(log, "log(a)"),
  toFloat(log10, "log10(a)"),
  toFloat(log1p, "log1p(a)"),
  toFloat(log2, "log2(a)"),
  toFloat(sin, "sin(a)"),
  toFloat(cos, "cos(a)"),
  toFloat(tan, "tan(a)"),
  toFloat(arcsin, "asin(a)"),
  toFloat(arccos, "acos(a)"),
  toFloat(arctan, "atan(a)"),
  toFloat(sinh, "sinh(a)"),
  toFloat(cosh, "cosh(a)"),
  toFloat(tanh, "tanh(a)"),
  toFloat(arcsinh, "asinh(a)"),
];

function unary(definition: FunctionDefinition, operation: Operation): DeviceKernel {
  return elementwiseKernel(definition, (dtypes, choices: OperandChoices) => operationBody(operation, dtypes, choices));
}

/** Of values that integers cannot hold. */
function toFloat(definition: FunctionDefinition, numbers: string): DeviceKernel {
  return unary(definition, { numbers, result: "matching-float" });
}
