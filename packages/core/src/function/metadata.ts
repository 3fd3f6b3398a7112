import type { Inputs, Parameters } from "./argument.js";
import type { Citation } from "./citation.js";
import type { ProcessingContract } from "./contract.js";
import type { FunctionEntry } from "./entry.js";
import type { Outputs } from "./output.js";

/** What can be known of a registered function without running it; plain data. */
export interface FunctionMetadata {
  readonly key: string;
  readonly name: string;
  /** The name in the source, where the key's is another spelling. */
  readonly originalName: string;
  readonly namespace?: string;
  readonly module?: string;
  readonly version?: string;
  readonly trusted: boolean;
  readonly documentation: string;
  readonly category?: string;
  readonly tags: readonly string[];
  readonly synonyms: readonly string[];
  readonly source?: string;
  readonly citations: readonly Citation[];
  readonly contract?: ProcessingContract;
  readonly memoryTypes: { readonly input: string; readonly execution: string; readonly output: string };
  /** Kernels that are installed for it, as keys; the body itself last. */
  readonly kernels: readonly string[];
  readonly inputs: Inputs;
  readonly parameters: Parameters;
  readonly outputs: Outputs;
}

export function metadataOf({ key, namespace, definition, trusted, originalName = definition.name, module, version }: FunctionEntry, kernels: readonly string[]): FunctionMetadata {
  const { name, documentation, category, tags = [], synonyms = [], source, citations = [], contract, inputs, parameters, outputs } = definition;
  return Object.freeze({
    key, name, originalName, trusted, documentation, tags, synonyms, citations, kernels, inputs, parameters, outputs,
    memoryTypes: memoryTypesOf(definition),
    ...defined({ namespace, module, version, category, source, contract }),
  });
}

export function memoryTypesOf({ inputMemoryType = "ndarray", executionMemoryType = inputMemoryType, outputMemoryType = executionMemoryType }: FunctionEntry["definition"]) {
  return { input: inputMemoryType as string, execution: executionMemoryType as string, output: outputMemoryType as string };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
