import type { Tensor } from "@tensorflow/tfjs-core";
import { DisposedError, type Dtype, type MemoryType } from "@openhcs/core";
import { tensorflow, type Tf } from "../engine/tensorflow.js";
import { backendOf, onEngineOf } from "../engine/turns.js";
import { template } from "../template.js";
import { gpuBufferForm } from "./gpu-buffer.js";
import { follow, onFree } from "./tensor-storage.js";

/** A tensor, in whichever engine's memory. */
export type TfjsArray = Tensor;

declare module "@openhcs/core" {
  interface MemoryTypes {
    tfjs: TfjsArray;
  }
}

/** What TensorFlow.js has of our dtypes. */
export const tensorDtypes = ["float32", "int32", "bool"] as const satisfies readonly Dtype[];

const bytesPerElement: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1 };

const ownTraits = {
  name: "tfjs",
  dtypes: tensorDtypes,
  template,
  is: isTensor,
  spec({ dtype, shape, size }: Tensor) {
    const width = bytesPerElement[dtype];
    if (width === undefined) throw new TypeError(`a tensor of ${dtype} is no array here, which has ${tensorDtypes.join(", ")}.`);
    return { dtype: dtype as Dtype, shape, memoryType: "tfjs", device: 0, bytes: size * width };
  },
  retain: (tensor: Tensor) => sharing(tensor, tensor.shape),
  dispose: (tensor: Tensor) => tensor.dispose(),
  reshape: sharing,
  plane: (tensor: Tensor, at: number) => fresh(tensor, (tf) => {
    const [height, width] = tensor.shape.slice(-2) as [number, number];
    return tf.reshape(tf.slice(tf.reshape(tensor, [tensor.size / (height * width || 1), height, width]), [at, 0, 0], [1, height, width]), [height, width]);
  }),
  stack: (tensors: readonly Tensor[]) => fresh(tensors[0] as Tensor, (tf) => tf.stack([...tensors])),
  onFree,
} satisfies MemoryType<Tensor>;

export const tensorType: MemoryType<Tensor> = Object.freeze(ownTraits);

/** The same, whose tensors are handed to others on a device, and taken from them. */
export function tensorTypeOn(sharedId: string): MemoryType<Tensor> {
  return Object.freeze({ ...ownTraits, ...gpuBufferForm(sharedId, ownTraits.spec) });
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value && "throwIfDisposed" in value && "isDisposed" in value;
}

/** A tensor that was not disposed of. @throws DisposedError */
export function live(tensor: Tensor): Tensor {
  if (tensor.isDisposed) throw new DisposedError(`a tensor(${tensor.dtype}, [${tensor.shape.join(", ")}])`);
  return tensor;
}

/** Another tensor of the same elements; `clone` and `reshape` of the engine wasm would copy them. */
function sharing(tensor: Tensor, shape: readonly number[]): Tensor {
  const { dataId, dtype } = live(tensor);
  const engine = tensorflow().engine();
  backendOf(tensor).incRef(dataId);
  const made = engine.makeTensorFromTensorInfo({ dataId, dtype, shape: [...shape] });
  follow(made);
  return made;
}

function fresh(tensor: Tensor, make: (tf: Tf) => Tensor): Tensor {
  live(tensor);
  const made = onEngineOf(tensor, (tf) => tf.tidy(() => make(tf)));
  follow(made);
  return made;
}
