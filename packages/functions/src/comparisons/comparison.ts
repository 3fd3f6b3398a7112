import {
  broadcastShapes, copyElements, fromFloat16, NdArray, readNumbers, sizeOf, toFloat16,
  type Dtype, type GoldenMapping, type Outputs, type Parameters, type Shape, type TypedArray,
} from "@openhcs/core";
import { checkSecondOperand, combinedShape, operands, value, type Operands } from "../arithmetic/second-operand.js";

/** Whether two elements are in a relation; of two dtypes a number may meet a bigint, which JavaScript compares exactly. */
export type Relation = (a: number | bigint, b: number | bigint) => boolean;

/** What functions that compare two operands have in common. */
export const comparison = {
  category: "comparisons",
  inputs: operands,
  parameters: {
    value: { ...value, description: "Second operand where it is one number, rounded to the image's dtype where that is a float; instead of other." },
  } satisfies Parameters,
  outputs: { mask: { type: "array", result: "mask", description: "Of the operands' common shape, true where the relation holds." } } satisfies Outputs,
  elementwise: true,
  check: checkSecondOperand,
  outputShape: combinedShape,
  cost: { latencyUs: 20, gbPerSec: 0.4 },
  tolerance: { kind: "exact" },
  examples: [{}, { value: 2.5 }, { value: 100 }],
} as const;

/** How golden cases call the function. */
export function goldenComparison(fn: string): readonly GoldenMapping[] {
  return [{ op: "compare", variant: "numpy", where: { fn }, inputs: { a: "image", b: "other" }, parameters: { b: "value" } }];
}

/** Compares an image with another or with a number, with broadcasting, without rounding either to a common dtype. */
export function compare(holds: Relation, { image, other }: Operands<NdArray>, { value: number = 0 }: { readonly value?: number }): NdArray {
  const shape = other === undefined ? image.shape : broadcastShapes(image.shape, other.shape);
  const left = elementsIn(image, shape);
  const data = new Uint8Array(left.length);
  if (other === undefined) {
    const right = numberBeside(image.dtype, number);
    for (let i = 0; i < data.length; i++) data[i] = holds(left[i] as number, right) ? 1 : 0;
  } else {
    const right = elementsIn(other, shape);
    for (let i = 0; i < data.length; i++) data[i] = holds(left[i] as number, right[i] as number) ? 1 : 0;
  }
  return new NdArray({ data, shape, dtype: "bool" });
}

/** Elements as numbers, repeated to a shape. */
export function elementsIn(array: NdArray, shape: Shape): TypedArray {
  const elements = readNumbers(array);
  if (array.size === sizeOf(shape)) return elements;
  return copyElements(new NdArray({ data: elements, shape: array.shape }).broadcastTo(shape));
}

/** A number as NumPy sees it beside an array: with the float's precision, or else 0.1 would equal no float32. */
export function numberBeside(dtype: Dtype, value: number): number {
  const rounded = dtype === "float32" ? Math.fround(value) : dtype === "float16" ? fromFloat16(toFloat16(value)) : value;
  return Number.isFinite(rounded) ? rounded : value;
}
