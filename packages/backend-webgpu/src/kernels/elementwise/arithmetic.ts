import { isFloat, type FunctionDefinition } from "@openhcs/core";
import { absdiff, add, divide, fmax, fmin, maximum, minimum, mod, multiply, floorDivide, hypot, power, subtract } from "@openhcs/functions";
import { castNumberLikeC, computeDtypeOf } from "@openhcs/functions/for-kernels";
import { narrowed, valueType } from "../../wgsl/element.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { Body, BodyDtypes } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";
import { operationBody, type OperandChoices, type Operation } from "./operation.js";

/** Functions of two images, or of an image and a number. */
export const arithmeticKernels: readonly GpuKernel[] = [
  binary(add, { floats: "a + b", integers: "a + b" }),
  binary(subtract, { floats: "a - b", integers: "a - b" }),
  binary(multiply, { floats: "a * b", integers: "a * b" }),
  binary(divide, { floats: "a / b", saturated: "select(a / b, 0.0, b == 0.0)", result: "float64", isInexact: true }),
  elementwiseKernel(absdiff as FunctionDefinition, absdiffBody),
  binary(maximum, { floats: "larger(a, b)", integers: "max(a, b)" }),
  binary(minimum, { floats: "smaller(a, b)", integers: "min(a, b)" }),
  binary(fmax, { floats: "select(larger(a, b), select(a, b, is_nan(a)), is_nan(a) || is_nan(b))", integers: "max(a, b)" }),
  binary(fmin, { floats: "select(smaller(a, b), select(a, b, is_nan(a)), is_nan(a) || is_nan(b))", integers: "min(a, b)" }),
  wholeOnly(mod, { integers: "floored_rest(a, b)", unsigned: "select(a % max(b, 1u), 0u, b == 0u)", ofBools: "int8" }),
  wholeOnly(floorDivide, { integers: "floored_quotient(a, b)", unsigned: "select(a / max(b, 1u), 0u, b == 0u)", ofBools: "int8" }),
  binary(hypot, { floats: "length_of(a, b)", result: "matching-float" }),
  elementwiseKernel(power as FunctionDefinition, powerBody),
];

function binary(definition: FunctionDefinition, operation: Operation): GpuKernel {
  return elementwiseKernel(definition as FunctionDefinition, (dtypes, choices: OperandChoices) => operationBody(operation, dtypes, choices));
}

/** Remainders and quotients of floats hang on their last bit. */
function wholeOnly(definition: FunctionDefinition, operation: Operation): GpuKernel {
  return elementwiseKernel(definition as FunctionDefinition, ({ image, other }, choices: OperandChoices) => {
    const dtype = choices.computeDtype ?? (image === undefined ? "float32" : computeDtypeOf(image, other));
    return isFloat(dtype) ? "leaves remainders and quotients of floats to the reference" : operationBody(operation, other === undefined ? { image: image as "uint8" } : { image: image as "uint8", other }, choices);
  });
}

/** Of a difference as it is stored; a negative zero stays. */
function absdiffBody({ image, other }: BodyDtypes, choices: OperandChoices): Body | string {
  const floats = choices.convention === "cv2" ? "magnitude(a - b)" : "select(a - b, negated(a - b), is_less(a - b, 0.0))";
  const dtype = choices.computeDtype ?? (image === undefined ? "float32" : computeDtypeOf(image, other));
  const stored = isFloat(dtype) ? "a - b" : narrowed(dtype, valueType(dtype) === "u32" ? "(a - b)" : "bitcast<u32>(a - b)");
  return operationBody({ floats, integers: choices.convention === "cv2" ? "abs(a - b)" : `abs(${stored})`, unsigned: stored }, other === undefined ? { image: image as "uint8" } : { image: image as "uint8", other }, choices);
}

/** The reference refuses negative exponents of integers, which it sees as it computes. */
function powerBody(dtypes: BodyDtypes, choices: OperandChoices): Body | string {
  const { image, other } = dtypes;
  const dtype = choices.computeDtype ?? computeDtypeOf(image as "uint8", other);
  if (isFloat(dtype)) return "leaves powers of floats to the reference";
  const maybeNegative = other === undefined ? castNumberLikeC(choices.value ?? 0, dtype) < 0 : !dtype.startsWith("uint") && dtype !== "bool";
  return maybeNegative ? "leaves powers of integers with exponents that may be negative to the reference"
    : operationBody({ integers: "bitcast<i32>(whole_power(bitcast<u32>(a), bitcast<u32>(b)))", unsigned: "whole_power(a, b)", ofBools: "int8" }, dtypes, choices);
}
