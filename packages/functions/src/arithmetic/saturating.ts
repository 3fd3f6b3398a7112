import { isFloat, roundHalfEven, saturate, type Dtype } from "@openhcs/core";
import type { BinaryOperation } from "./operation.js";

/** Dtypes that OpenCV's arithmetic takes. */
export const saturatingDtypes: readonly Dtype[] = ["uint8", "int8", "uint16", "int16", "int32", "float32", "float64"];

/**
 * The operation as OpenCV has it, values to be stored in the same dtype.
 *
 * Integers of up to 16 bits round half to even and saturate. int32 rounds and wraps, since OpenCV does not saturate it. Floats stay.
 */
export function saturatingKernel({ numbers, integers, saturated = numbers }: BinaryOperation, dtype: Dtype): (a: number, b: number) => number {
  if (isFloat(dtype)) return numbers;
  if (dtype === "int32") return (a, b) => (integers !== undefined && Number.isInteger(b) ? integers(a, b) : roundHalfEven(saturated(a, b)));
  const clamp = saturate(dtype);
  return (a, b) => clamp(saturated(a, b));
}
