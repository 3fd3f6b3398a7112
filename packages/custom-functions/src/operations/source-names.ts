import { AlreadyRegisteredError, type FunctionStore, type StoredSource } from "@openhcs/core";
import type { Workings } from "./workings.js";

interface FreeNameOptions {
  /** The source that is to be named, whose name so far is free to it. */
  readonly own?: StoredSource | undefined;
  /** Names that others are about to get. */
  readonly without?: ReadonlySet<string>;
}

/** A name that no source of the store has: the wanted one, else with a number behind. @throws AlreadyRegisteredError for that of a broken one */
export function freeName({ catalogue, broken }: Workings, store: FunctionStore, wanted: string, { own, without }: FreeNameOptions = {}): string {
  const isTaken = (name: string) => name !== own?.name && (without?.has(name) === true || catalogue.heldAs(store, name) !== undefined);
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
  return freeName(workings, store, functions[0] as string, { own });
}
