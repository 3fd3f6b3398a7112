import { isOpenHcsError, type StoredSource } from "@openhcs/core";
import type { HeldSource } from "../held-source.js";
import { follow } from "./watch.js";
import type { Workings } from "./workings.js";

/** Follows what others did to a source, where this process was not told of it yet. @returns whether anything was done to it */
export async function refresh(workings: Workings, { store, stored }: HeldSource): Promise<boolean> {
  if (!workings.stores.includes(store)) return false;
  let now: StoredSource | undefined;
  try {
    now = await store.read(stored.name);
  } catch {
    return false; // What cannot be read is there.
  }
  if (now?.hash === stored.hash) return false;
  if (now !== undefined && workings.broken.find(store, stored.name)?.stored?.hash === now.hash) return false;
  await follow(workings, store, now === undefined ? { name: stored.name } : { name: stored.name, now });
  return true;
}

/** The source of this text, if its store has it still: others may have deleted or edited it a moment ago. */
export async function heldStill(workings: Workings, hash: string): Promise<HeldSource | undefined> {
  for (;;) {
    const held = workings.catalogue.withHash(hash);
    if (held === undefined || !await refresh(workings, held) || workings.catalogue.withHash(hash) === held) return held;
  }
}

/** Does what a taken name may stand in the way of: once more where the source that had it has left it, which this process was not told of yet. */
export async function pastVanished<Result>(workings: Workings, work: () => Promise<Result>): Promise<Result> {
  const seen = new Set<HeldSource>();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const holder = isOpenHcsError(error, "ALREADY_REGISTERED") ? workings.catalogue.find(error.takenName)?.source : undefined;
      if (holder === undefined || seen.has(holder) || !await refresh(workings, holder)) throw error;
      seen.add(holder);
    }
  }
}
