import type { FunctionStore, GuardedEmitter, Logger, Runtime } from "@openhcs/core";
import type { Catalogue } from "../catalogue.js";
import type { CustomFunctionEvents } from "../change-events.js";
import type { Publisher } from "../publisher.js";
import type { Trust } from "../signing/trust.js";
import type { Readings } from "../source/readings.js";
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
  readonly readings: Readings;
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
