import { AlreadyRegisteredError, camelCaseKey, type FunctionStore, type StoredSource } from "@openhcs/core";
import type { HeldSource } from "../held-source.js";
import type { Workings } from "./workings.js";

/**
 * Sources that have names which another source of a store declares, and must leave them to it; none where one of them need not.
 *
 * A name belongs to the source that is called like it, so that a copy beside it takes nothing over; else the first by name gets it. Whichever was
 * there before counts for nothing, so that all processes that share a store come to the same; an earlier store's source comes before a later
 * one's. What is held in memory alone leaves its names to none.
 */
export function rivalsOf({ catalogue, stores }: Workings, store: FunctionStore, sourceName: string, names: readonly string[]): readonly HeldSource[] {
  const holders = new Set(names.flatMap((name) => catalogue.find(name)?.source ?? []));
  const rivals = [...holders].filter((holder) => holder !== catalogue.heldAs(store, sourceName));
  const place = stores.indexOf(store);
  const yields = ({ store: home, stored, functions }: HeldSource): boolean => {
    if (home !== store) return stores.indexOf(home) > place;
    const contested = functions.map(({ name }) => name).filter((name) => names.includes(name));
    const owns = contested.includes(camelCaseKey(sourceName));
    return owns === contested.includes(camelCaseKey(stored.name)) ? stored.name > sourceName : owns;
  };
  return rivals.every(yields) ? rivals : [];
}

/** Why a source cannot have a name: which file has it, and what to do. */
export function heldElsewhere(taken: string, { name, filePath }: Pick<StoredSource, "name" | "filePath">): AlreadyRegisteredError {
  return new AlreadyRegisteredError("custom function", taken, `${filePath ?? `the source "${name}"`} declares it, and comes first; rename the function in one of them`);
}

/** Whether a source that is registered is not in its store any more. */
export async function hasVanished({ store, stored }: HeldSource): Promise<boolean> {
  return await store.read(stored.name).catch(() => stored) === undefined; // What cannot be read is there.
}
