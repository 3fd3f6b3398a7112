import { camelCaseName } from "../function/key.js";
import { defineFunction } from "../function/define-function.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { ProcessingContract } from "../function/contract.js";
import type { Library, LibraryCandidate } from "./library.js";

/** Gives the library itself, which is loaded when this is first called. */
export type Loaded = () => Promise<unknown>;

/** Loads a library once; a failure is told to whoever waits for it, and the next call tries again. */
export function loadedOnce(library: Library): Loaded {
  let loading: Promise<unknown> | undefined;
  return () => {
    loading ??= (async () => library.load())().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

const image = { image: { type: "array" } } as const;
const imageResult = { image: { type: "array", result: "image" } } as const;

/** The definition of a library's function. @throws InvalidDefinitionError */
export function boundFunction(library: Library, { name, inputs = image, parameters = {}, outputs = imageResult, memoryType, ...traits }: LibraryCandidate, contract: ProcessingContract | undefined, loaded: Loaded): FunctionDefinition {
  return defineFunction({
    source: `${library.name} ${library.version}: ${name}`,
    ...traits,
    name: camelCaseName(name), inputs, parameters, outputs,
    ...(contract === undefined ? {} : { contract }),
    ...(memoryType === undefined ? {} : { inputMemoryType: memoryType }),
    reference: async (arrays, values, context) => library.call(await loaded(), { name, inputs: arrays as never, parameters: values, context }),
  } as FunctionDefinition) as unknown as FunctionDefinition;
}
