import { allocate, broadcastShapes, copyElements, NdArray, sizeOf, type Dtype, type Shape, type TypedArray } from "@openhcs/core";
import { castLikeC, castNumberLikeC } from "../conversion/c-cast.js";
import { kernelOf, resultDtype, type BinaryOperation } from "./operation.js";
import { computeDtypeOf } from "./operands.js";
import { saturatingKernel } from "./saturating.js";
import type { Operands } from "./second-operand.js";

interface Choices {
  readonly value?: number;
  readonly convention?: string;
  readonly computeDtype?: Dtype;
}

type Elements = { [position: number]: number | bigint };

/** Applies an operation to two images, or to an image and a number, with broadcasting; the result is fresh. */
export function combine(operation: BinaryOperation, { image, other }: Operands<NdArray>, { value = 0, convention, computeDtype }: Choices): NdArray {
  const saturates = convention === "cv2";
  const dtype = saturates ? image.dtype : (computeDtype ?? computeDtypeOf(image.dtype, other?.dtype));
  const shape = other === undefined ? image.shape : broadcastShapes(image.shape, other.shape);
  const result = saturates ? dtype : resultDtype(operation, dtype);
  const kernel = saturates ? saturatingKernel(operation, dtype) : kernelOf(operation, dtype);
  const stored = result === "float16" ? "float32" : result;
  const out = allocate(stored, sizeOf(shape));
  const left = elementsIn(image, dtype, shape);
  if (other === undefined) withNumber(kernel, left, saturates ? value : castNumberLikeC(value, dtype), out);
  else pairwise(kernel, left, elementsIn(other, dtype, shape), out);
  const combined = new NdArray({ data: out, shape, dtype: stored });
  return stored === result ? combined : combined.cast(result);
}

/** Elements in the compute dtype, repeated to the common shape. */
function elementsIn(array: NdArray, dtype: Dtype, shape: Shape): TypedArray {
  const elements = castLikeC(array, dtype);
  if (array.size === sizeOf(shape)) return elements;
  return copyElements(new NdArray({ data: elements, shape: array.shape, dtype }).broadcastTo(shape));
}

function pairwise(kernel: (a: never, b: never) => number | bigint, left: TypedArray, right: TypedArray, out: TypedArray): void {
  for (let i = 0; i < out.length; i++) (out as Elements)[i] = kernel(left[i] as never, right[i] as never);
}

function withNumber(kernel: (a: never, b: never) => number | bigint, left: TypedArray, right: number | bigint, out: TypedArray): void {
  for (let i = 0; i < out.length; i++) (out as Elements)[i] = kernel(left[i] as never, right as never);
}
