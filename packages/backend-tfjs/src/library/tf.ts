import type { Tensor } from "@tensorflow/tfjs-core";
import { defineLibrary, type LibraryCandidate, type LibraryFunctionCall, type SkippedFunction } from "@openhcs/core";
import { loadTensorflow, type Tf } from "../engine/tensorflow.js";
import { onEngineOf } from "../engine/turns.js";
import { follow } from "../memory/tensor-storage.js";
import { activations } from "./activations.js";
import type { Choices, Description } from "./description.js";
import { images } from "./images.js";

const described: readonly Description[] = [...images, ...activations];
const byName = new Map(described.map((description) => [description.name, description]));
const image = { image: { type: "array", dtypes: ["float32"], description: "Planes." } } as const;

/** Functions of TensorFlow.js on tensors, under the namespace `tf`. */
export const tf = defineLibrary(() => ({
  name: "tf",
  version: "4.22.0",
  module: new URL("../index.js", import.meta.url).href,
  load: loadTensorflow,
  scan: (): readonly (LibraryCandidate | SkippedFunction)[] => described.map(({ apply: _, ...candidate }) => ({ memoryType: "tfjs", category: "tensorflow", inputs: image, ...candidate })),
  call(_: Tf, { name, inputs, parameters }: LibraryFunctionCall): Tensor {
    const { image: first, ...others } = inputs as unknown as Readonly<Record<string, Tensor>> & { readonly image: Tensor };
    const { apply } = byName.get(name) as Description;
    const made = onEngineOf(first, (library) => library.tidy(() => apply(library, first, parameters as unknown as Choices, others)));
    follow(made);
    return made;
  },
}));
