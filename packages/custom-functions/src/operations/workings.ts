import { AlreadyRegisteredError, type FunctionStore, type GuardedEmitter, type Logger, type Runtime, type StoredSource } from "@openhcs/core";
import type { Catalogue } from "../catalogue.js";
import type { CustomFunctionEvents } from "../change-events.js";
import type { Publisher } from "../publisher.js";
import type { Trust } from "../signing/trust.js";
import type { Preparer } from "../source/preparer.js";
import type { BrokenSources } from "../broken-sources.js";

/** What the operations of one manager share. */
export interface Workings {
  readonly runtime: Runtime;
  /** Those of the host, the first of which takes what is persisted. */
  readonly stores: readonly FunctionStore[];
  /** Keeps what is not persisted. */
  readonly memory: FunctionStore;
  readonly catalogue: Catalogue;
  readonly broken: BrokenSources;
  readonly preparer: Preparer;
  readonly publisher: Publisher;
  readonly trust: Trust;
  readonly events: GuardedEmitter<CustomFunctionEvents>;
  readonly logger: Logger;
  /** Processes that serve the source of a hash at the moment; those that are ready to serve one where none is given. */
  readonly childrenOf: (hash: string | undefined) => readonly number[];
}

/** Where new sources go. */
export function storeFor({ stores, memory }: Pick<Workings, "stores" | "memory">, persist: boolean): FunctionStore {
  return (persist ? stores[0] : undefined) ?? memory;
}

/** A name that no source of the store has: the wanted one, else with a number behind. */
export function freeName({ catalogue, broken }: Workings, store: FunctionStore, wanted: string, own?: StoredSource): string {
  const isTaken = (name: string) => name !== own?.name && catalogue.heldAs(store, name) !== undefined;
  if (broken.find(store, wanted) !== undefined && wanted !== own?.name) throw new AlreadyRegisteredError("source", wanted, `update("${wanted}", code) or delete("${wanted}") mends the broken one`);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!isTaken(name)) return name;
  }
}

/** Named after its first function, unless a name was chosen or still fits. */
export function nameAfter(workings: Workings, store: FunctionStore, functions: readonly string[], own: StoredSource, ownFunctions: readonly string[]): string {
  const { name } = own;
  if (functions.includes(name) || !ownFunctions.includes(name)) return name;
  return freeName(workings, store, functions[0] as string, own);
}
