import { isOpenHcsError, type FunctionStore, type StoreContents, type StoredSource } from "@openhcs/core";
import type { LoadFailure } from "../change-events.js";
import type { HeldSource } from "../held-source.js";
import { loadFailure, unreadable } from "../load-failure.js";
import { draftOf } from "../source/prepared-source.js";
import type { PrepareOptions } from "../source/preparer.js";
import { hasVanished, heldElsewhere, rivalsOf } from "./contested.js";
import { refuse } from "./refuse.js";
import { rejudged } from "./rejudge.js";
import type { Workings } from "./workings.js";

export interface LoadReport {
  /** Functions that are registered from stores now. */
  readonly count: number;
  /** Sources and stores that could not be read or registered; they harm nothing else. */
  readonly failures: readonly LoadFailure[];
  /** What a person should know of the stores, such as that others may write to their folder. */
  readonly warnings: readonly string[];
}

/** A source before and after a change. */
export interface Step {
  readonly before?: HeldSource;
  readonly after?: HeldSource;
}

/** Brings what is registered in line with what the stores hold: validated, not run. One event for all. */
export async function load(workings: Workings): Promise<LoadReport> {
  const { stores, catalogue, publisher, broken } = workings;
  const warnings: string[] = [];
  const steps: Step[] = [];
  const earlier = new Set(catalogue.sources);
  for (const store of stores) {
    const contents = await read(workings, store, warnings);
    if (contents === undefined) continue;
    for (const stored of contents.sources) steps.push(...await takeOrRefuse(workings, store, stored));
    steps.push(...await dropMissing(workings, store, new Set([...contents.sources, ...contents.failures].map(({ name }) => name))));
  }
  steps.push(...await retryTaken(workings));
  steps.push(...await rejudged(workings, catalogue.sources.filter((source) => earlier.has(source))));
  if (steps.length > 0) publisher.tell("loaded", steps.flatMap(({ before }) => before ?? []), steps.flatMap(({ after }) => after ?? []));
  const count = catalogue.functions.filter(({ source }) => stores.includes(source.store)).length;
  return Object.freeze({ count, failures: broken.failures, warnings: Object.freeze(warnings) });
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

async function takeOrRefuse(workings: Workings, store: FunctionStore, stored: StoredSource): Promise<Step[]> {
  try {
    return await take(workings, store, stored, { evaluate: false });
  } catch (error) {
    refuse(workings, store, stored, error);
    return [];
  }
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
  const prepared = await preparer.prepare(draftOf(found), { ...options, home });
  const going = [...vanished, ...rivals].map((each) => ({ before: each, store: each.store, change: "deleted" as const, found: each.stored }));
  const after = (await publisher.replace([...going, { before, after: prepared, store, change: "edited", found }])).at(-1);
  for (const rival of rivals) if (broken.find(rival.store, rival.stored.name) === undefined && !await hasVanished(rival)) {
    const taken = rival.functions.find(({ name }) => prepared.functions.some(({ declared }) => declared.name === name));
    refuse(workings, rival.store, rival.stored, heldElsewhere(taken?.name ?? found.name, found));
  }
  return [...going.map((each) => ({ before: each.before })), { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/** What a store holds, by name; undefined where it cannot be read at all, which is reported and stops nothing. */
async function read({ logger, broken }: Workings, store: FunctionStore, warnings: string[]): Promise<StoreContents | undefined> {
  try {
    const contents = await store.load();
    broken.unreadable.delete(store);
    for (const warning of contents.warnings) logger.warn(`custom functions in "${store.name}": ${warning}`);
    warnings.push(...contents.warnings);
    for (const failure of contents.failures) broken.add({ store, failure: unreadable(store, failure) });
    return { ...contents, sources: [...contents.sources].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    broken.unreadable.set(store, loadFailure(store, { name: store.name, ...(store.location === undefined ? {} : { filePath: store.location }) }, error));
    return undefined;
  }
}

/** What a store does not hold any more is unregistered. */
async function dropMissing({ catalogue, publisher, broken }: Workings, store: FunctionStore, present: ReadonlySet<string>): Promise<Step[]> {
  for (const { failure, store: home } of broken.all) if (home === store && !present.has(failure.sourceName)) broken.delete(store, failure.sourceName);
  const gone = catalogue.sources.filter((source) => source.store === store && !present.has(source.stored.name));
  for (const before of gone) await publisher.replace([{ before, store, change: "deleted", found: before.stored }]);
  return gone.map((before) => ({ before }));
}

function isSame(one: StoredSource, other: StoredSource): boolean {
  return one.hash === other.hash && one.filePath === other.filePath && one.signature?.signature === other.signature?.signature && one.signature?.key === other.signature?.key;
}
