import type * as Tensorflow from "@tensorflow/tfjs-core";

export type Tf = typeof Tensorflow;

let loaded: Tf | undefined;

/** TensorFlow.js, when it is first needed: reading it takes longer than anything else here. */
export async function loadTensorflow(): Promise<Tf> {
  if (loaded === undefined) {
    loaded = await import("@tensorflow/tfjs-core");
  }
  return loaded;
}

/** The same for whoever has a tensor, which nobody can have before. */
export function tensorflow(): Tf {
  if (loaded === undefined) throw new Error("TensorFlow.js is not loaded, so that there is no tensor to work with.");
  return loaded;
}
