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

export function limitsOf(what: string, { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number }): Limits {
  if ((signal === undefined || signal === never) && timeoutMs === undefined) return unlimited;
  const timeout = timeoutMs === undefined ? undefined : new AbortController();
  const signals = [signal, timeout?.signal].filter((each) => each !== undefined && each !== never) as AbortSignal[];
  const combined = AbortSignal.any(signals);
  const errorOf = () => (timeout?.signal.aborted ? new TimedOutError(what, timeoutMs as number) : new AbortedError(what, combined.reason));
  return {
    signal: combined,
    check: () => { if (combined.aborted) throw errorOf(); },
    guard: (work, discard) => new Promise((resolve, reject) => {
      let over = false;
      const end = () => {
        clearTimeout(timer);
        combined.removeEventListener("abort", giveUp);
      };
      const giveUp = () => {
        over = true;
        end();
        reject(errorOf());
      };
      const timer = timeout === undefined ? undefined : setTimeout(() => timeout.abort(), timeoutMs);
      work.then((result) => {
        if (over) return discard(result);
        end();
        resolve(result);
      }, (error: unknown) => {
        end();
        reject(error); // After the limit nobody is left to tell.
      });
      if (combined.aborted) giveUp();
      else combined.addEventListener("abort", giveUp, { once: true });
    }),
  };
}
