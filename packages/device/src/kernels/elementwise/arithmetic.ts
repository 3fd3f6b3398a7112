import { absdiff, add, arctan2, divide, floorDivide, fmax, fmin, hypot, maximum, minimum, mod, multiply, power, subtract } from "@openhcs/functions";
import { isFloat, type FunctionDefinition } from "@openhcs/core";
import { castNumberLikeC, computeDtypeOf } from "@openhcs/functions/for-kernels";
import type { DeviceKernel } from "../device-kernel.js";
import type { Body, BodyDtypes } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";
import { operationBody, type OperandChoices, type Operation } from "./operation.js";

/** Functions of two images, or of an image and a number. */
export const arithmeticKernels: readonly DeviceKernel[] = [
  binary(add, { numbers: "a + b", single: true, integers: "(T)((u64)a + (u64)b)" }),
  binary(subtract, { numbers: "a - b", single: true, integers: "(T)((u64)a - (u64)b)" }),
  binary(multiply, { numbers: "a * b", single: true, integers: "(T)((u64)a * (u64)b)" }),
  binary(divide, { numbers: "a / b", saturated: "b == 0 ? 0 : a / b", result: "float64" }),
  elementwiseKernel(absdiff as FunctionDefinition, (dtypes, choices: OperandChoices) => operationBody(choices.convention === "cv2" ? distance : absoluteDifference, dtypes, choices)),
  binary(maximum, { numbers: "larger_T(a, b)", besideNumber: "a <= b ? b : a", single: true, integers: "a > b ? a : b" }),
  binary(minimum, { numbers: "smaller_T(a, b)", besideNumber: "a > b ? b : a", single: true, integers: "a < b ? a : b" }),
  binary(fmax, { numbers: "a >= b || b != b ? a : b", single: true, integers: "a > b ? a : b" }),
  binary(fmin, { numbers: "a <= b || b != b ? a : b", single: true, integers: "a < b ? a : b" }),
  binary(mod, { numbers: "floored_modulo(a, b)", integers: "modulo_T(a, b)", ofBools: "int8" }),
  binary(floorDivide, { numbers: "floored_quotient(a, b)", singles: "floored_quotient_of_singles(a, b)", integers: "quotient_T(a, b)", ofBools: "int8" }),
  binary(hypot, { numbers: "hypot(a, b)", result: "matching-float" }),
  binary(arctan2, { numbers: "atan2(a, b)", result: "matching-float" }),
  elementwiseKernel(power as FunctionDefinition, powerBody),
];

function binary(definition: FunctionDefinition, operation: Operation): DeviceKernel {
  return elementwiseKernel(definition, (dtypes, choices: OperandChoices) => operationBody(operation, dtypes, choices));
}

const distance: Operation = { numbers: "fabs(a - b)", single: true };
/** Of a difference as it is stored: a negative zero stays. */
const absoluteDifference: Operation = { numbers: "a - b < 0 ? -(a - b) : a - b", single: true, integers: "abs_T((T)(E)((u64)a - (u64)b))" };

const exponentiation: Operation = { numbers: "pow(a, b)", integers: "power_T(a, b)", ofBools: "int8" };

/** The reference refuses negative exponents of integers, which it sees as it computes. */
function powerBody(dtypes: BodyDtypes, choices: OperandChoices): Body | string {
  const { image, other } = dtypes;
  const dtype = choices.computeDtype ?? computeDtypeOf(image as never, other);
  const maybeNegative = other === undefined ? castNumberLikeC(choices.value ?? 0, dtype) < 0 : !dtype.startsWith("uint") && dtype !== "bool";
  return !isFloat(dtype) && maybeNegative ? "leaves powers of integers with exponents that may be negative to the reference" : operationBody(exponentiation, dtypes, choices);
}
