import { camelCaseKey, NotRegisteredError, suggest, type FunctionEntry, type FunctionStore } from "@openhcs/core";
import type { BrokenSources } from "./broken-sources.js";
import { RefusedFunctionError } from "./custom-function-errors.js";
import { namespace, type HeldFunction, type HeldSource } from "./held-source.js";

/** What is registered: sources, and their functions by name. */
export class Catalogue {
  readonly #sources = new Set<HeldSource>();
  readonly #byStore = new Map<FunctionStore, Map<string, HeldSource>>();
  /** Those that are registered: the host may have taken some functions of a source out. */
  readonly #functions = new Map<string, HeldFunction>();
  readonly #broken: BrokenSources;

  /** @param broken sources that stand in a store and are not registered, to tell of those that are asked for */
  constructor(broken: BrokenSources) {
    this.#broken = broken;
  }

  /** As they are now, with those of which the host took functions out. */
  get sources(): readonly HeldSource[] {
    return [...this.#sources];
  }

  get functions(): readonly HeldFunction[] {
    return [...this.#functions.values()];
  }

  /** Sources in the place of others. */
  swap(before: readonly HeldSource[], after: readonly HeldSource[]): void {
    for (const source of before) {
      this.#sources.delete(source);
      this.#byStore.get(source.store)?.delete(source.stored.name);
      for (const fn of source.functions) if (this.#functions.get(fn.name) === fn) this.#functions.delete(fn.name);
    }
    for (const source of after) {
      this.#sources.add(source);
      this.#byStore.set(source.store, (this.#byStore.get(source.store) ?? new Map<string, HeldSource>()).set(source.stored.name, source));
      for (const fn of source.functions) this.#functions.set(fn.name, fn);
    }
  }

  /** The function that had this entry in the registry, which is registered no more. */
  lose(entry: FunctionEntry): HeldFunction | undefined {
    const held = this.#functions.get(entry.key.slice(namespace.length + 1));
    if (held?.entry !== entry) return undefined;
    this.#functions.delete(held.name);
    return held;
  }

  /** How many functions of a source are registered. */
  registeredOf(source: HeldSource): number {
    return source.functions.filter((fn) => this.#functions.get(fn.name) === fn).length;
  }

  /** As `find`, also where the host took the function out: its source is there still. */
  trace(spelling: string): HeldFunction | undefined {
    const name = spelling.replace(/^openhcs:/, "");
    return this.find(spelling) ?? this.sources.flatMap(({ functions }) => functions).find((fn) => fn.name === name || fn.name === camelCaseKey(name));
  }

  /** By name in either spelling, or by key. */
  find(spelling: string): HeldFunction | undefined {
    const name = spelling.replace(/^openhcs:/, "");
    return this.#functions.get(name) ?? this.#functions.get(camelCaseKey(name));
  }

  /** @throws RefusedFunctionError, NotRegisteredError with the nearest names */
  get(spelling: string): HeldFunction {
    const found = this.find(spelling);
    if (found === undefined) throw this.missing(spelling);
    return found;
  }

  /** That there is no such function, with the nearest names; or that its source was refused, and why. */
  missing(spelling: string): NotRegisteredError | RefusedFunctionError {
    const refused = this.#broken.named(spelling);
    if (refused !== undefined) return new RefusedFunctionError(spelling, refused.failure);
    return new NotRegisteredError("custom function", spelling, suggest(spelling, this.#functions.keys()), [...this.#functions.keys()]);
  }

  /** The source of exactly this text. */
  withHash(hash: string): HeldSource | undefined {
    for (const source of this.#sources) if (source.prepared.hash === hash) return source;
    return undefined;
  }

  /** The source that a store keeps under a name. */
  heldAs(store: FunctionStore, sourceName: string): HeldSource | undefined {
    return this.#byStore.get(store)?.get(sourceName);
  }
}
