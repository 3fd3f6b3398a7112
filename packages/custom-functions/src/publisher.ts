import { AlreadyRegisteredError, type FunctionEntry, type FunctionStore, type Logger, type Registry, type SourceVersion, type StoredSource } from "@openhcs/core";
import type { BrokenSources } from "./broken-sources.js";
import type { Catalogue } from "./catalogue.js";
import type { ChangeKind, CustomFunctionsChanged } from "./change-events.js";
import { holdSource, keyOf, type HeldSource } from "./held-source.js";
import { toStored, type PreparedSource } from "./source/prepared-source.js";

/** A source in the place of another, or of none. */
export interface Replacement {
  readonly before?: HeldSource | undefined;
  readonly after?: PreparedSource | undefined;
  /** Where the source after is kept. */
  readonly store: FunctionStore;
  /** As the store's history calls it. */
  readonly change: SourceVersion["change"];
  /** The source as the store has it already: then nothing is written. */
  readonly found?: StoredSource | undefined;
  /** The source in the store that could not be registered and is replaced, where nothing was registered of it. */
  readonly overwrites?: StoredSource | undefined;
}

interface PublisherServices {
  readonly broken: BrokenSources;
  readonly catalogue: Catalogue;
  readonly functions: Registry<FunctionEntry>;
  readonly emit: (changed: CustomFunctionsChanged) => void;
  readonly logger: Logger;
}

/** Makes changes visible: store, registry and catalogue together or not at all. */
export class Publisher {
  readonly #services: PublisherServices;

  constructor(services: PublisherServices) {
    this.#services = services;
  }

  /** As `replace`, then tells it in one event. */
  async publish(replacements: readonly Replacement[], kind: ChangeKind): Promise<readonly HeldSource[]> {
    const after = await this.replace(replacements);
    this.tell(kind, replacements.flatMap(({ before }) => before ?? []), after);
    return after;
  }

  /** @throws AlreadyRegisteredError, and what the store throws; then nothing has changed */
  async replace(replacements: readonly Replacement[]): Promise<readonly HeldSource[]> {
    const before = replacements.flatMap((each) => each.before ?? []);
    const after: HeldSource[] = [];
    const undo: (() => Promise<unknown>)[] = [];
    try {
      this.#checkNames(replacements.flatMap((each) => each.after?.functions ?? []).map(({ declared }) => declared.name), before);
      for (const replacement of replacements) {
        const stored = await keep({ ...replacement, overwrites: this.#edited(replacement) }, undo);
        if (replacement.after !== undefined && stored !== undefined) after.push(holdSource(replacement.after, stored, replacement.store));
      }
      this.#show(before, after);
    } catch (error) {
      await this.#undo(undo);
      this.retire(replacements.flatMap((each) => each.after ?? []));
      throw error;
    }
    for (const each of replacements) this.#forgetBroken(each);
    this.retire(before.map(({ prepared }) => prepared));
    return after;
  }

  /** The store, where functions of these names may come into it in the place of others. @throws AlreadyRegisteredError */
  admit(names: readonly string[], store: FunctionStore, leaving: readonly HeldSource[] = []): FunctionStore {
    this.#checkNames(names, leaving);
    return store;
  }

  /** Lets go of what serves sources that are registered no more, or were never: those of the same text that stay share it. In its own time: nobody waits for it. */
  retire(sources: readonly PreparedSource[]): void {
    if (sources.length === 0) return;
    const { catalogue, logger } = this.#services;
    const serving = new Set(catalogue.sources.filter((source) => catalogue.registeredOf(source) > 0).map(({ prepared }) => servantOf(prepared)));
    for (const source of sources) {
      if (serving.has(servantOf(source))) continue;
      source.body.retire().catch((error: unknown) => { logger.warn("what served a custom function could not be ended", error); });
    }
  }

  tell(kind: ChangeKind, before: readonly HeldSource[], after: readonly HeldSource[]): void {
    const names = (sources: readonly HeldSource[]) => sources.flatMap(({ functions }) => functions.map(({ name }) => name));
    const now = new Set(names(after));
    const removed = names(before).filter((name) => !now.has(name));
    const sources = after.length > 0 ? after : before;
    const sourceName = sources.length === 1 ? sources[0]?.stored.name : undefined;
    this.#services.emit(Object.freeze({
      kind, functions: Object.freeze([...now, ...removed]), removed: Object.freeze(removed), ...(sourceName === undefined ? {} : { sourceName }),
    }));
  }

  /** The state in the store where it is not that of `before`: an edit that could not be registered. */
  #edited({ before, overwrites }: Replacement): StoredSource | undefined {
    return overwrites ?? (before === undefined ? undefined : this.#services.broken.find(before.store, before.stored.name)?.stored);
  }

  /** What was written, or taken as its store has it, is not broken any more. */
  #forgetBroken({ before, after, store, found, overwrites }: Replacement): void {
    const { broken } = this.#services;
    if (found !== undefined) return void (after === undefined || broken.delete(store, found.name));
    const past = before?.stored ?? overwrites;
    if (past !== undefined) broken.delete(before?.store ?? store, past.name);
  }

  #checkNames(names: readonly string[], leaving: readonly HeldSource[]): void {
    const { catalogue, functions } = this.#services;
    const coming = new Set<string>();
    for (const name of names) {
      const holder = catalogue.find(name)?.source;
      if (coming.has(name) || (holder !== undefined && !leaving.includes(holder))) throw new AlreadyRegisteredError("custom function", name, `update("${name}", code) changes it`);
      if (holder === undefined && functions.has(keyOf(name))) throw new AlreadyRegisteredError("function", keyOf(name), "the host registered it; take another name");
      coming.add(name);
    }
  }

  #show(before: readonly HeldSource[], after: readonly HeldSource[]): void {
    const { catalogue, functions } = this.#services;
    const own = before.flatMap((source) => source.functions).filter(({ entry }) => functions.find(entry.key) === entry);
    const gone = own.map(({ entry }) => [entry.key, undefined] as const);
    const come = after.flatMap((source) => source.functions.map(({ entry }) => [entry.key, entry] as const));
    catalogue.swap(before, after); // First, so that listeners of the registry see both alike.
    try {
      functions.apply([...gone, ...come]);
    } catch (error) {
      catalogue.swap(after, before);
      throw error;
    }
  }

  /** What failed first is thrown; a store that cannot even be put back is told of. */
  async #undo(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
    for (const step of [...steps].reverse()) await step().catch((error: unknown) => { this.#services.logger.warn("a change of custom functions could not be undone in its store", error); });
  }
}

/** Writes to the store what changed, and notes how to undo it. */
async function keep({ before, after, store, change, found, overwrites }: Replacement, undo: (() => Promise<unknown>)[]): Promise<StoredSource | undefined> {
  if (found !== undefined) return found;
  const past = overwrites ?? before?.stored;
  const home = before?.store ?? store;
  const moves = home !== store;
  const stored = await store.change({
    kind: change,
    ...(past === undefined || moves ? {} : { before: stateOf(past) }),
    ...(after === undefined ? {} : { after: toStored(after) }),
  });
  undo.push(() => store.change({
    kind: past === undefined || moves ? "deleted" : "restored",
    ...(stored === undefined ? {} : { before: stateOf(stored) }),
    ...(past === undefined || moves ? {} : { after: toStored(past) }),
  }));
  if (moves && past !== undefined) {
    await home.change({ kind: "deleted", before: stateOf(past) });
    undo.push(() => home.change({ kind: "restored", after: toStored(past) }));
  }
  return stored;
}

/** What serves sources of one text alike. */
function servantOf({ hash, verdict }: PreparedSource): string {
  return `${verdict.tier} ${hash}`;
}

function stateOf({ name, hash }: StoredSource): { readonly name: string; readonly hash: string } {
  return { name, hash };
}
