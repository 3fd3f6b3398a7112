import { AbortedError, TimedOutError } from "./run-errors.js";

/** How long a call may go on. */
export interface Limits {
  /** For the body: aborts when the caller gives up or the time is out. */
  readonly signal: AbortSignal;
  /** The work's outcome, or the limit's error as soon as it is reached. The work itself ends in its own time. */
  guard<Result>(work: Promise<Result>): Promise<Result>;
  /** @throws AbortedError, TimedOutError when the limit is already reached */
  check(): void;
}

const unlimited: Limits = {
  signal: new AbortController().signal,
  guard: (work) => work,
  check: () => {},
};

export function limitsOf(what: string, { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number }): Limits {
  if (signal === undefined && timeoutMs === undefined) return unlimited;
  const timeout = timeoutMs === undefined ? undefined : new AbortController();
  const signals = [signal, timeout?.signal].filter((each) => each !== undefined);
  const combined = AbortSignal.any(signals);
  const errorOf = () => (timeout?.signal.aborted ? new TimedOutError(what, timeoutMs as number) : new AbortedError(what, combined.reason));
  return {
    signal: combined,
    check: () => { if (combined.aborted) throw errorOf(); },
    async guard(work) {
      const timer = timeout === undefined ? undefined : setTimeout(() => timeout.abort(), timeoutMs);
      let giveUp = () => {};
      const reached = new Promise<never>((_, reject) => {
        giveUp = () => reject(errorOf());
        if (combined.aborted) giveUp();
        else combined.addEventListener("abort", giveUp, { once: true });
      });
      work.catch(() => {}); // Its failure after the limit has nobody left to tell.
      try {
        return await Promise.race([work, reached]);
      } finally {
        clearTimeout(timer);
        combined.removeEventListener("abort", giveUp);
      }
    },
  };
}
