import { bytesPerElement, isBigInteger, isFloat, type Dtype } from "@openhcs/core";

/** Two elements become one, in each of the arithmetics that dtypes have. */
export interface BinaryOperation {
  /** On floats, in double precision; storing rounds to the dtype. Serves integers too, where nothing below says otherwise. */
  readonly numbers: (a: number, b: number) => number;
  /** On float32, where rounding only the end result would differ. */
  readonly singles?: (a: number, b: number) => number;
  /** On integers of up to 32 bits, correct modulo 2³². */
  readonly integers?: (a: number, b: number) => number;
  readonly bigints?: (a: bigint, b: bigint) => bigint;
  /** Where OpenCV computes another value before it saturates. */
  readonly saturated?: (a: number, b: number) => number;
  /** Dtype of the result: that of the operands, or the float that NumPy promotes integers to. Default `same`. */
  readonly result?: "same" | "float64" | "matching-float";
  /** What two bools give. Default `bool`. */
  readonly ofBools?: "bool" | "int8";
}

type Kernel = (a: never, b: never) => number | bigint;

/** The operation in a compute dtype; storing its value in the result's dtype wraps or rounds. */
export function kernelOf(operation: BinaryOperation, dtype: Dtype): Kernel {
  const { numbers, singles = numbers, integers = numbers } = operation;
  if (isBigInteger(dtype)) return resultDtype(operation, dtype) === dtype ? bigintsOf(operation) : onDoubles(numbers);
  if (dtype === "float32") return singles;
  if (isFloat(dtype)) return numbers;
  return resultDtype(operation, dtype) === "bool" ? (a: number, b: number) => (integers(a, b) === 0 ? 0 : 1) : integers;
}

function bigintsOf({ bigints }: BinaryOperation): Kernel {
  if (bigints === undefined) throw new TypeError("an operation that keeps 64-bit integers needs a kernel for them");
  return bigints;
}

function onDoubles(kernel: (a: number, b: number) => number): Kernel {
  return (a: bigint, b: bigint) => kernel(Number(a), Number(b));
}

/** Dtype of what NumPy gives for operands of a compute dtype. */
export function resultDtype({ result = "same", ofBools = "bool" }: Pick<BinaryOperation, "result" | "ofBools">, dtype: Dtype): Dtype {
  if (isFloat(dtype)) return dtype;
  if (result === "float64") return "float64";
  if (result === "matching-float") return (["float16", "float32"] as const)[bytesPerElement(dtype) - 1] ?? "float64";
  return dtype === "bool" && ofBools === "int8" ? "int8" : dtype;
}
