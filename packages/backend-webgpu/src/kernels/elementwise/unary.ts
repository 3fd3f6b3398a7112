import type { FunctionDefinition } from "@openhcs/core";
import { abs, ceil, degrees, exp, exp2, expm1, floor, log, log10, log1p, log2, negative, radians, reciprocal, rint, sign, sqrt, square, trunc } from "@openhcs/functions";
import type { GpuKernel } from "../gpu-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";
import { operationBody, type OperandChoices, type Operation } from "./operation.js";

/** Functions of one image: those that WGSL promises to compute within a few units of the last place. */
export const unaryKernels: readonly GpuKernel[] = [
  unary(abs, { floats: "magnitude(a)", integers: "abs(a)", unsigned: "a" }),
  unary(negative, { floats: "negated(a)", integers: "(0 - a)", unsigned: "(0u - a)" }),
  unary(sign, { floats: "select(select(select(0.0, a, is_nan(a) || a == 0.0), 1.0, is_less(0.0, a)), -1.0, is_less(a, 0.0))", integers: "sign(a)", unsigned: "min(a, 1u)" }),
  unary(square, { floats: "a * a", integers: "a * a" }),
  unary(ceil, { floats: "ceil(a)", integers: "a" }),
  unary(floor, { floats: "floor(a)", integers: "a" }),
  unary(rint, { floats: "round(a)", integers: "a" }),
  unary(trunc, { floats: "trunc(a)", integers: "a" }),
  toFloat(sqrt, "sqrt(a)"),
  toFloat(reciprocal, "1.0 / a"),
  toFloat(degrees, "a * 57.29577951308232"),
  toFloat(radians, "a * 0.017453292519943295"),
  toFloat(exp, "select(exp(a), a, is_nan(a))"),
  toFloat(exp2, "select(exp2(a), a, is_nan(a))"),
  toFloat(expm1, "exp_less_1(a)"),
  toFloat(log, "select(log(a), a, is_nan(a))"),
  toFloat(log2, "select(log2(a), a, is_nan(a))"),
  toFloat(log10, "select(log(a) * 0.4342944819032518, a, is_nan(a))"),
  toFloat(log1p, "log_of_1_and(a)"),
];

function unary(definition: FunctionDefinition, operation: Operation): GpuKernel {
  return elementwiseKernel(definition as FunctionDefinition, (dtypes, choices: OperandChoices) => operationBody(operation, dtypes, choices));
}

/** Of values that integers cannot hold. */
function toFloat(definition: FunctionDefinition, floats: string): GpuKernel {
  return unary(definition, { floats, result: "matching-float" });
}
