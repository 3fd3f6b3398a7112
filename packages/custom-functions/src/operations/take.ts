import { isOpenHcsError, type FunctionStore, type StoredSource } from "@openhcs/core";
import type { HeldSource } from "../held-source.js";
import { draftOf } from "../source/prepared-source.js";
import type { PrepareOptions } from "../source/preparer.js";
import { hasVanished, heldElsewhere, rivalsOf } from "./contested.js";
import { takeLastGood } from "./last-good.js";
import { refuse } from "./refuse.js";
import type { Workings } from "./workings.js";

/** A source before and after a change. */
export interface Step {
  readonly before?: HeldSource;
  readonly after?: HeldSource;
}

/**
 * A source as its store has it, in the place of what was registered of it. Nothing where that is the same.
 *
 * Sources that declare one of its names too, and come after it, are refused from now on.
 * @param vanished sources of the store that have gone from it, and leave their names to this one
 */
export async function take(workings: Workings, store: FunctionStore, found: StoredSource, options: Omit<PrepareOptions, "home">, vanished: readonly HeldSource[] = []): Promise<Step[]> {
  const { catalogue, preparer, publisher, broken } = workings;
  const before = catalogue.heldAs(store, found.name);
  if (before !== undefined && isSame(before.stored, found) && catalogue.registeredOf(before) === before.functions.length) {
    broken.delete(store, found.name);
    return [];
  }
  let rivals: readonly HeldSource[] = [];
  const home = (names: readonly string[]) => {
    rivals = rivalsOf(workings, store, found.name, names).filter((rival) => !vanished.includes(rival));
    try {
      return publisher.admit(names, store, [...vanished, ...rivals, ...(before === undefined ? [] : [before])]);
    } catch (error) {
      const holder = isOpenHcsError(error, "ALREADY_REGISTERED") ? catalogue.find(error.takenName)?.source : undefined;
      throw holder === undefined || holder === before || !isOpenHcsError(error, "ALREADY_REGISTERED") ? error : heldElsewhere(error.takenName, holder.stored);
    }
  };
  const prepared = await preparer.prepare(draftOf(found), { limits: before?.prepared.hostLimits, ...options, home });
  const going = [...vanished, ...rivals].map((each) => ({ before: each, store: each.store, change: "deleted" as const, found: each.stored }));
  const after = (await publisher.replace([...going, { before, after: prepared, store, change: "edited", found }])).at(-1);
  for (const rival of rivals) if (broken.find(rival.store, rival.stored.name) === undefined && !await hasVanished(rival)) {
    const taken = rival.functions.find(({ name }) => prepared.functions.some(({ declared }) => declared.name === name));
    refuse(workings, rival.store, rival.stored, heldElsewhere(taken?.name ?? found.name, found));
  }
  return [...going.map((each) => ({ before: each.before })), { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/** As `take`, without running the source; one that cannot be registered is noted, and stops nothing. Its last good version is taken instead. */
export async function takeOrRefuse(workings: Workings, store: FunctionStore, stored: StoredSource): Promise<Step[]> {
  try {
    return await take(workings, store, stored, { evaluate: false });
  } catch (error) {
    const steps = await takeLastGood(workings, store, stored, error);
    refuse(workings, store, stored, error);
    return steps;
  }
}

/**
 * Once more those whose names others had, which may have gone meanwhile, until no more of them can be taken.
 *
 * In each round at least one of them finds its place for good, unless each of several must leave to the next, which would never end.
 */
export async function retryTaken(workings: Workings): Promise<Step[]> {
  const steps: Step[] = [];
  const most = workings.broken.all.length + 1;
  for (let round = 0, taken = -1; round < most && taken < steps.length; round++) {
    taken = steps.length;
    for (const { store, stored, failure } of workings.broken.all) {
      if (failure.code === "ALREADY_REGISTERED" && stored !== undefined) steps.push(...await takeOrRefuse(workings, store, stored));
    }
  }
  return steps;
}

function isSame(one: StoredSource, other: StoredSource): boolean {
  return one.hash === other.hash && one.filePath === other.filePath && one.signature?.signature === other.signature?.signature && one.signature?.key === other.signature?.key;
}
