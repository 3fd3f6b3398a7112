import type { Tensor } from "@tensorflow/tfjs-core";
import { tensorflow } from "../engine/tensorflow.js";

/** What several tensors of the same elements share: who wants to know when the last of them goes. */
interface Shared {
  handles: number;
  readonly actions: Set<() => void>;
}

/** What is left of a tensor that nobody disposed of: enough for TensorFlow.js to free its elements. */
interface Remains {
  readonly tensor: Pick<Tensor, "dataId" | "dtype" | "size">;
  readonly shared: Shared;
}

const byElements = new WeakMap<object, Shared>();
const followed = new WeakMap<Tensor, Shared>();

const finalizer = new FinalizationRegistry<Remains>(({ tensor, shared }) => {
  tensorflow().engine().disposeTensor(tensor as Tensor);
  release(shared);
});

/** Follows a tensor until it is disposed of, by whomever, or collected. */
export function follow(tensor: Tensor): Shared {
  const known = followed.get(tensor);
  if (known !== undefined) return known;
  const { dataId, dtype, size } = tensor;
  const shared = byElements.get(dataId) ?? { handles: 0, actions: new Set() };
  byElements.set(dataId, shared);
  followed.set(tensor, shared);
  shared.handles++;
  const token = {};
  const dispose = tensor.dispose.bind(tensor);
  Object.defineProperty(tensor, "dispose", {
    configurable: true,
    value: () => {
      if (tensor.isDisposed) return;
      finalizer.unregister(token);
      dispose();
      release(shared);
    },
  });
  finalizer.register(tensor, { tensor: { dataId, dtype, size }, shared }, token);
  return shared;
}

/** Calls back once when the elements of a tensor are freed. */
export function onFree(tensor: Tensor, action: () => void): void {
  follow(tensor).actions.add(action);
}

function release(shared: Shared): void {
  if (--shared.handles > 0) return;
  for (const action of shared.actions) action();
  shared.actions.clear();
}
