import { AbortedError, TimedOutError } from "./run-errors.js";

/** How long a call may go on. */
export interface Limits {
  /** For the body: aborts when the caller gives up or the time is out. */
  readonly signal: AbortSignal;
  /**
   * The work's outcome, or the limit's error as soon as it is reached. The work itself ends in its own time.
   *
   * @param discard receives what comes after the limit, when nobody waits for it any more
   */
  guard<Result>(work: Promise<Result>, discard: (late: Result) => void): Promise<Result>;
  /** @throws AbortedError, TimedOutError when the limit is already reached */
  check(): void;
}

const never = new AbortController().signal;

const unlimited: Limits = {
  signal: never,
  guard: (work) => work,
  check: () => {},
};

/** `AbortSignal.any` would do, but keeps a little of every call as long as the caller's signal lives (Node 20). */
export function limitsOf(what: string, { signal: given, timeoutMs }: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined }): Limits {
  const caller = given === never ? undefined : given;
  if (caller === undefined && timeoutMs === undefined) return unlimited;
  const limit = timeoutMs === undefined ? undefined : new AbortController();
  const signal = limit?.signal ?? (caller as AbortSignal);
  const errorOf = () => (caller?.aborted ? new AbortedError(what, caller.reason) : new TimedOutError(what, timeoutMs as number));
  return {
    signal,
    check: () => { if (signal.aborted || caller?.aborted) throw errorOf(); },
    guard: (work, discard) => new Promise((resolve, reject) => {
      let over = false;
      const end = () => {
        clearTimeout(timer);
        caller?.removeEventListener("abort", giveUp);
      };
      const giveUp = () => {
        over = true;
        end();
        reject(errorOf());
        limit?.abort(caller?.reason);
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
      work.then((result) => {
        if (over) return discard(result);
        end();
        resolve(result);
      }, (error: unknown) => {
        end();
        reject(error); // After the limit nobody is left to tell.
      });
      if (caller?.aborted) giveUp();
      else caller?.addEventListener("abort", giveUp, { once: true });
    }),
  };
}
