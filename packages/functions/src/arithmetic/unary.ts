import { allocate, NdArray, type Dtype, type GoldenMapping, type Inputs, type Outputs, type Parameters } from "@openhcs/core";
import { castLikeC } from "../conversion/c-cast.js";
import { kernelOf, resultDtype, type BinaryOperation } from "./operation.js";
import { computeDtype, computeDtypeOf } from "./operands.js";

/** One element becomes another: an operation that has no use for a second operand. */
export type UnaryOperation = Omit<BinaryOperation, "saturated">;

const ofOneOperand = {
  category: "arithmetic",
  inputs: { image: { type: "array", description: "Any number of axes." } } satisfies Inputs,
  parameters: {
    computeDtype: {
      ...computeDtype,
      description: "Dtype to which the image is cast, as C does, and in which integers wrap. Default: float32, or float64 where the image is float64 or a 32-bit "
        + "integer; 64-bit integers stay.",
    },
  } satisfies Parameters,
  elementwise: true,
  examples: [{}, { computeDtype: "float64" }],
} as const;

/** What functions of one operand have in common whose values the image's dtype holds, rounded and saturated. */
export const unary = {
  ...ofOneOperand,
  outputs: { image: { type: "array", result: "image", description: "Of the image's shape." } } satisfies Outputs,
  tolerance: { kind: "exact" },
} as const;

/** The same for those whose values integers cannot hold: roots, exponentials, angles. */
export const unaryFloat = {
  ...ofOneOperand,
  outputs: { image: { type: "array", result: "float", description: "Of the image's shape; float64 where the image is, else float32." } } satisfies Outputs,
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
} as const;

/** How golden cases call the function: NumPy's results were computed in float32. */
export function goldenOfUnary(fn: string): readonly GoldenMapping[] {
  return [{ op: "unary", variant: "numpy", where: { fn }, fixed: { computeDtype: "float32" } }];
}

/** Applies an operation to every element of an image; the result is fresh. */
export function applyTo(operation: UnaryOperation, { image }: { readonly image: NdArray }, { computeDtype: chosen }: { readonly computeDtype?: Dtype }): NdArray {
  const dtype = chosen ?? computeDtypeOf(image.dtype);
  const result = resultDtype(operation, dtype);
  const stored = result === "float16" ? "float32" : result;
  const kernel = kernelOf(operation, dtype) as (a: number | bigint) => number | bigint;
  const elements = castLikeC(image, dtype);
  const data = allocate(stored, elements.length);
  for (let i = 0; i < data.length; i++) data[i] = kernel(elements[i] as number) as number;
  const applied = new NdArray({ data, shape: image.shape, dtype: stored });
  return stored === result ? applied : applied.cast(result);
}
