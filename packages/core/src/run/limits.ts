import { AbortedError, TimedOutError } from "./run-errors.js";

/** How long a call may go on. */
export interface Limits {
  /** For the body: aborts when the caller gives up or the time is out. */
  readonly signal: AbortSignal;
  /** The same signal where something can abort it; what calls within are held to. */
  readonly binding: AbortSignal | undefined;
  /**
   * The work's outcome, or the limit's error as soon as it is reached. The work itself ends in its own time.
   *
   * @param discard receives what comes after the limit, when nobody waits for it any more
   */
  guard<Result>(work: Promise<Result>, discard: (late: Result) => void): Promise<Result>;
  /** @throws AbortedError, TimedOutError when the limit is already reached */
  check(): void;
  /**
   * As check, after what happened during work that never waited has been let in: while a body computes in one go, no timer and no
   * abort of the caller can run.
   */
  checkAfterWork(): Promise<void> | undefined;
}

class Unlimited implements Limits {
  readonly binding = undefined;
  #signal: AbortSignal | undefined;

  /** One per call, or the listeners of all bodies would gather on it; made only for those that look. */
  get signal(): AbortSignal {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  guard<Result>(work: Promise<Result>): Promise<Result> {
    return work;
  }

  check(): void {}

  checkAfterWork(): undefined {}
}

/** `AbortSignal.any` would do, but keeps a little of every call as long as the caller's signal lives (Node 20). */
export function limitsOf(what: string, { signal: caller, timeoutMs }: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined }): Limits {
  if (caller === undefined && timeoutMs === undefined) return new Unlimited();
  const limit = timeoutMs === undefined ? undefined : new AbortController();
  const signal = limit?.signal ?? (caller as AbortSignal);
  const errorOf = () => (caller?.aborted ? new AbortedError(what, caller.reason) : new TimedOutError(what, timeoutMs as number));
  const deadlineMs = performance.now() + (timeoutMs ?? Infinity);
  const check = () => { if (signal.aborted || caller?.aborted || performance.now() >= deadlineMs) throw errorOf(); };
  return {
    signal,
    binding: signal,
    check,
    checkAfterWork: () => new Promise<void>((resolve) => { setTimeout(resolve, 0); }).then(check),
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

/** Work under a signal that aborts with the first of two; neither keeps anything of it afterwards. */
export async function underBoth<Result>(
  one: AbortSignal | undefined, other: AbortSignal | undefined, work: (signal: AbortSignal | undefined) => Promise<Result>,
): Promise<Result> {
  if (one === undefined || other === undefined || one === other) return work(one ?? other);
  const both = new AbortController();
  const [byOne, byOther] = [() => both.abort(one.reason), () => both.abort(other.reason)];
  if (one.aborted) byOne();
  else if (other.aborted) byOther();
  one.addEventListener("abort", byOne);
  other.addEventListener("abort", byOther);
  try {
    return await work(both.signal);
  } finally {
    one.removeEventListener("abort", byOne);
    other.removeEventListener("abort", byOther);
  }
}
