import type { FunctionStore, StoreContents } from "@openhcs/core";
import type { LoadFailure } from "../change-events.js";
import { loadFailure, unreadable } from "../load-failure.js";
import { rejudged } from "./rejudge.js";
import { retryTaken, takeOrRefuse, type Step } from "./take.js";
import type { Workings } from "./workings.js";

export interface LoadReport {
  /** Functions that are registered from stores now. */
  readonly count: number;
  /** Sources and stores that could not be read or registered; they harm nothing else. */
  readonly failures: readonly LoadFailure[];
  /** What a person should know of the stores, such as that others may write to their folder. */
  readonly warnings: readonly string[];
}

/** Brings what is registered in line with what the stores hold: validated, not run. One event for all. */
export async function load(workings: Workings): Promise<LoadReport> {
  const { readings } = workings;
  await readings.open();
  try {
    return await loadAll(workings);
  } finally {
    await readings.close();
  }
}

async function loadAll(workings: Workings): Promise<LoadReport> {
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
