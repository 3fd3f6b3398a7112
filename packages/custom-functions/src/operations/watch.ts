import { isOpenHcsError, type FunctionStore, type StoredSource, type StoreEvent } from "@openhcs/core";
import type { HeldSource } from "../held-source.js";
import { unreadable } from "../load-failure.js";
import { hasVanished } from "./contested.js";
import { refuse } from "./refuse.js";
import { rejudge } from "./rejudge.js";
import { retryTaken, take, type Step } from "./take.js";
import type { Workings } from "./workings.js";

/** Follows what others change in a store: an edit is validated and run like a registration; a broken one leaves the last good version serving. */
export async function follow(workings: Workings, store: FunctionStore, { keys, name, now, failure }: StoreEvent): Promise<void> {
  if (keys) return rejudge(workings);
  const { catalogue, publisher, broken, events } = workings;
  if (failure !== undefined) {
    const told = unreadable(store, failure);
    broken.add({ store, failure: told });
    events.emit("failed", told);
    return;
  }
  if (now === undefined) {
    broken.delete(store, name);
    const before = catalogue.heldAs(store, name);
    if (before === undefined) return;
    await publisher.replace([{ before, store, change: "deleted", found: before.stored }]);
    tell(workings, "deleted", [{ before }, ...await retryTaken(workings)]);
    return;
  }
  try {
    const isNew = catalogue.heldAs(store, name) === undefined;
    const steps = await takeMoved(workings, store, now);
    if (steps.length === 0) return;
    const all = [...steps, ...await retryTaken(workings)];
    tell(workings, isNew && steps.length === 1 ? "registered" : "edited", all);
    for (const { before } of all) if (before !== undefined && catalogue.heldAs(before.store, before.stored.name) === undefined) tellBroken(workings, before);
  } catch (error) {
    events.emit("failed", refuse(workings, store, now, error));
  }
}

/** As `take`: of a file that was renamed the new name is told of before the old one goes, and is no second source. */
async function takeMoved(workings: Workings, store: FunctionStore, now: StoredSource): Promise<Step[]> {
  const vanished: HeldSource[] = [];
  for (;;) {
    try {
      return await take(workings, store, now, {}, vanished);
    } catch (error) {
      const holder = isOpenHcsError(error, "ALREADY_REGISTERED") ? workings.catalogue.find(error.takenName)?.source : undefined;
      if (holder === undefined || vanished.includes(holder) || holder.store !== store || !await hasVanished(holder)) throw error;
      vanished.push(holder);
    }
  }
}

/** One that had to leave its names to another source. */
function tellBroken({ broken, events }: Workings, { store, stored }: HeldSource): void {
  const found = broken.find(store, stored.name);
  if (found !== undefined) events.emit("failed", found.failure);
}

function tell({ publisher }: Workings, kind: "deleted" | "registered" | "edited", steps: readonly Step[]): void {
  publisher.tell(kind, steps.flatMap(({ before }) => before ?? []), steps.flatMap(({ after }) => after ?? []));
}
