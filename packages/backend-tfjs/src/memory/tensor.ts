import type { Tensor } from "@tensorflow/tfjs-core";
import { DisposedError, type ArraySpec, type Dtype } from "@openhcs/core";

/** What TensorFlow.js has of our dtypes. */
export const tensorDtypes = ["float32", "int32", "bool"] as const satisfies readonly Dtype[];

const bytesPerElement: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1 };

/** @throws TypeError for dtypes that are none of ours */
export function specOf({ dtype, shape, size }: Tensor): ArraySpec {
  const width = bytesPerElement[dtype];
  if (width === undefined) throw new TypeError(`a tensor of ${dtype} is no array here, which has ${tensorDtypes.join(", ")}.`);
  return { dtype: dtype as Dtype, shape, memoryType: "tfjs", device: 0, bytes: size * width };
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value && "throwIfDisposed" in value && "isDisposed" in value;
}

/** A tensor that was not disposed of. @throws DisposedError */
export function live(tensor: Tensor): Tensor {
  if (tensor.isDisposed) throw new DisposedError(`a tensor(${tensor.dtype}, [${tensor.shape.join(", ")}])`);
  return tensor;
}
