import { isFunctionDefinition } from "../function/define-function.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { FunctionEntry } from "../function/entry.js";
import { InvalidDefinitionError } from "../function/function-errors.js";
import { formatKey, parseKey } from "../function/key.js";
import { definitionOf } from "../function/live-function.js";
import { memoryTypesOf, metadataOf, type FunctionMetadata } from "../function/metadata.js";
import { bestMatches } from "../function/search.js";
import type { Tagged } from "../function/tag.js";
import type { CallPlanner } from "../plan/planner.js";
import { resolveFunction, type KnownFunctions } from "../run/prepare.js";
import type { ListFilter, RegisterOptions } from "./runtime.js";

/** The functions of a runtime, as hosts register, describe and list them. */
export class FunctionCatalogue {
  readonly #known: KnownFunctions;
  readonly #planner: CallPlanner;

  constructor(known: KnownFunctions, planner: CallPlanner) {
    this.#known = known;
    this.#planner = planner;
  }

  /** @throws InvalidDefinitionError, InvalidKeyError, AlreadyRegisteredError */
  register(fn: Tagged | FunctionDefinition, { namespace, module, version, originalName = fn.name, replace = false }: RegisterOptions): string {
    const definition = definitionOf(fn);
    const { name } = definition;
    this.#checkNamespace(name, namespace, isFunctionDefinition(fn));
    const key = formatKey({ name, ...(namespace === undefined ? {} : { namespace }) });
    parseKey(key);
    const entry: FunctionEntry = {
      key, definition, trusted: true,
      ...(namespace === undefined ? {} : { namespace }),
      ...(module === undefined ? {} : { module }),
      ...(version === undefined ? {} : { version }),
      ...(originalName === "" || originalName === name ? {} : { originalName }),
    };
    this.#known.functions.register(key, entry, { replace });
    return key;
  }

  describe(key: string): FunctionMetadata {
    return this.#describe(resolveFunction(key, this.#known).entry);
  }

  list({ search, namespace, category, memoryType }: ListFilter): readonly FunctionMetadata[] {
    const found = [...this.#known.functions]
      .filter((entry) => (namespace === undefined || entry.namespace === namespace) && (memoryType === undefined || this.#runsOn(memoryType, entry)))
      .filter(({ definition }) => category === undefined || definition.category?.toLowerCase() === category.toLowerCase())
      .map((entry) => this.#describe(entry));
    return search === undefined ? found : bestMatches(found, search);
  }

  #describe(entry: FunctionEntry): FunctionMetadata {
    return metadataOf(entry, this.#planner.candidates(entry).map(({ label }) => label));
  }

  /** Whether the function declares a memory type, or has a kernel on it. */
  #runsOn(memoryType: string, entry: FunctionEntry): boolean {
    const candidates = this.#planner.candidates(entry);
    return candidates.some((candidate) => candidate.memoryType === memoryType) || Object.values(memoryTypesOf(entry.definition)).includes(memoryType);
  }

  /** A bare name is a built-in, and `cpu:name` its kernel: neither may come to mean a custom function. */
  #checkNamespace(name: string, namespace: string | undefined, isLibraryFunction: boolean): void {
    if (namespace === undefined && !isLibraryFunction) {
      throw new InvalidDefinitionError(name, "needs a namespace, for bare names are built-in functions; register(fn, { namespace: \"openhcs\" }).");
    }
    if (namespace === undefined) return;
    const { backends, unavailable } = this.#known;
    if (namespace === "reference" || backends.has(namespace) || unavailable().some(({ backend }) => backend === namespace)) {
      throw new InvalidDefinitionError(name, `cannot be registered as "${namespace}:${name}", which means the built-in function ${name} on ${namespace}; take another namespace, such as "openhcs".`);
    }
  }
}
