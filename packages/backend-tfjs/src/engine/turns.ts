import type { KernelBackend, Tensor } from "@tensorflow/tfjs-core";
import { DisposedError } from "@openhcs/core";
import { tensorflow, type Tf } from "./tensorflow.js";

/**
 * Does something at once while TensorFlow.js works with an engine, by the name under which it knows it, and gives it back to whoever chose another.
 *
 * The choice is the process's, and engines that were initialised are changed within one turn of the event loop.
 */
export function onEngine<Result>(name: string, work: (tf: Tf) => Result): Result {
  const tf = tensorflow();
  const before = chosen(tf);
  if (before === name) return work(tf);
  void tf.setBackend(name);
  try {
    return work(tf);
  } finally {
    if (before !== undefined) void tf.setBackend(before);
  }
}

/** The engine that the process has chosen; undefined where there is none, or it was closed. */
export function chosen(tf: Tf): string | undefined {
  const name = tf.getBackend() as string | null | undefined;
  return name != null && Object.hasOwn(tf.engine().registry, name) ? name : undefined;
}

/** The same on the engine that has a tensor's elements. */
export function onEngineOf<Result>(tensor: Tensor, work: (tf: Tf) => Result): Result {
  const { registry } = tensorflow().engine();
  const backend = backendOf(tensor);
  const name = Object.keys(registry).find((each) => registry[each] === backend);
  return name === undefined ? work(tensorflow()) : onEngine(name, work);
}

/** The engine, as TensorFlow.js has it, that has a tensor's elements. */
export function backendOf({ dataId }: Tensor): KernelBackend {
  const { tensorInfo } = tensorflow().engine().state as unknown as { readonly tensorInfo: WeakMap<object, { readonly backend: KernelBackend }> };
  const info = tensorInfo.get(dataId);
  if (info === undefined) throw new DisposedError("a tensor");
  return info.backend;
}
