import type { Tensor } from "@tensorflow/tfjs-core";
import type { MemoryType } from "@openhcs/core";
import { tensorflow, type Tf } from "../engine/tensorflow.js";
import { backendOf, onEngineOf } from "../engine/turns.js";
import { template } from "../template.js";
import { gpuBufferForm } from "./gpu-buffer.js";
import { isTensor, live, specOf, tensorDtypes } from "./tensor.js";
import { follow, onFree } from "./tensor-storage.js";

/** A tensor, in whichever engine's memory. */
export type TfjsArray = Tensor;

declare module "@openhcs/core" {
  interface MemoryTypes {
    tfjs: TfjsArray;
  }
}

const ownTraits = {
  name: "tfjs",
  dtypes: tensorDtypes,
  template,
  is: isTensor,
  spec: specOf,
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
  return Object.freeze({ ...ownTraits, ...gpuBufferForm(sharedId) });
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
