import type { FunctionStore, StoredSource } from "@openhcs/core";
import type { LoadFailure } from "./change-events.js";

export interface BrokenSource {
  readonly store: FunctionStore;
  readonly failure: LoadFailure;
  /** As it stands in its store; absent where it cannot even be read. */
  readonly stored?: StoredSource;
}

/** Sources that stand in a store and could not be registered as they are, and stores that cannot be read. */
export class BrokenSources {
  /** Stores that cannot be read at all. */
  readonly unreadable = new Map<FunctionStore, LoadFailure>();
  readonly #byStore = new Map<FunctionStore, Map<string, BrokenSource>>();

  add(broken: BrokenSource): void {
    const { store, failure } = broken;
    const sources = this.#byStore.get(store) ?? new Map<string, BrokenSource>();
    this.#byStore.set(store, sources.set(failure.sourceName, broken));
  }

  find(store: FunctionStore, sourceName: string): BrokenSource | undefined {
    return this.#byStore.get(store)?.get(sourceName);
  }

  /** In whichever store, by the name of the source, or the key that its function would have. */
  named(spelling: string): BrokenSource | undefined {
    const sourceName = spelling.replace(/^openhcs:/, "");
    for (const sources of this.#byStore.values()) if (sources.has(sourceName)) return sources.get(sourceName);
    return undefined;
  }

  delete(store: FunctionStore, sourceName: string): boolean {
    return this.#byStore.get(store)?.delete(sourceName) ?? false;
  }

  /** As they are now. */
  get all(): readonly BrokenSource[] {
    return [...this.#byStore.values()].flatMap((sources) => [...sources.values()]);
  }

  /** Of stores and sources, as they are now. */
  get failures(): readonly LoadFailure[] {
    return Object.freeze([...this.unreadable.values(), ...this.all.map(({ failure }) => failure)]);
  }
}
