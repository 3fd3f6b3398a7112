import { isOpenHcsError } from "@openhcs/core";
import type { HeldSource } from "../held-source.js";
import { draftOf } from "../source/prepared-source.js";
import { refuse } from "./refuse.js";
import { takeOrRefuse, type Step } from "./take.js";
import type { Workings } from "./workings.js";

/** Judges signed sources anew after keys came or went: they may run elsewhere from now on, or not at all. */
export async function rejudge(workings: Workings): Promise<void> {
  const steps = [...await rejudged(workings, workings.catalogue.sources), ...await retryUntrusted(workings)];
  if (steps.length > 0) workings.publisher.tell("updated", steps.flatMap(({ before }) => before ?? []), steps.flatMap(({ after }) => after ?? []));
}

/** Those of the sources for which the keys as they are now say something else than before. */
export async function rejudged(workings: Workings, sources: readonly HeldSource[]): Promise<Step[]> {
  workings.trust.forget();
  const steps: Step[] = [];
  for (const source of sources) steps.push(...await judgeAnew(workings, source));
  return steps;
}

async function judgeAnew(workings: Workings, before: HeldSource): Promise<Step[]> {
  const { catalogue, preparer, publisher, trust, events, logger } = workings;
  const { prepared, stored, store } = before;
  const { name, source, signature } = stored;
  if (signature === undefined || catalogue.registeredOf(before) === 0) return [];
  try {
    const { trusted, signedBy } = await trust.judge(name, source, prepared.hash, signature, store);
    if (trusted === prepared.verdict.trusted && signedBy === prepared.verdict.signedBy) return [];
    const after = await preparer.prepare(draftOf(stored), { home: () => store, evaluate: false, limits: prepared.hostLimits });
    const [held] = await publisher.replace([{ before, after, store, change: "updated", found: stored }]);
    return [{ before, ...(held === undefined ? {} : { after: held }) }];
  } catch (error) {
    if (isOpenHcsError(error, "STORE_UNAVAILABLE")) {
      logger.warn(`"${name}" is trusted as before, for the keys cannot be read`, error);
      return [];
    }
    await publisher.replace([{ before, store, change: "deleted", found: stored }]);
    events.emit("failed", refuse(workings, store, stored, error));
    return [{ before }];
  }
}

/** Sources that were refused for want of a key that is trusted, or of keys that can be read. */
async function retryUntrusted(workings: Workings): Promise<Step[]> {
  const steps: Step[] = [];
  for (const { store, stored, failure } of workings.broken.all) {
    if (stored !== undefined && ["UNTRUSTED_SOURCE", "STORE_UNAVAILABLE"].includes(failure.code ?? "")) steps.push(...await takeOrRefuse(workings, store, stored));
  }
  return steps;
}
