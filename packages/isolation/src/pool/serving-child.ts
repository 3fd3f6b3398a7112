import type { Child } from "../child/child.js";
import { failureOf } from "../child/failure.js";
import { Told } from "../child/told.js";
import type { GuestSource } from "../guest-source.js";
import { GuestOutOfMemoryError } from "../isolation-errors.js";
import { maxFailureBytes } from "../wire/bounds.js";

/** A child that serves a source, and when it was last used. */
export interface ServingChild {
  readonly child: Child;
  readonly source: GuestSource;
  isBusy: boolean;
  /** Ends after its call. */
  isRetiring: boolean;
  lastUsed: number;
}

/** Runs the top level of a source in a fresh child, which serves it from then on; where that fails, the child ends. @throws GuestFailedError */
export async function serve(child: Child, source: GuestSource, timeoutMs: number, signal: AbortSignal | undefined): Promise<ServingChild> {
  const told = new Told();
  const { filename, code, imports, names, hash } = source;
  try {
    child.send({ type: "serve", source: { filename, code, imports, names, hash } });
    await child.exchange<void>({
      what: `the top level of ${source.filename}`,
      timeoutMs,
      signal,
      handle: (message, _, bytes) => {
        if (message.type === "failed" && bytes > maxFailureBytes) throw new Error("a failure that is none");
        if (message.type === "served") child.succeed(undefined);
        else if (message.type === "failed") child.fail(message.error?.message === "Array buffer allocation failed"
          ? new GuestOutOfMemoryError(source.filename, "memoryBytes", child.memoryBytes)
          : failureOf(message.error, source, undefined, undefined));
        else if (message.type === "log") told.count(bytes);
        else throw new Error(`"${String(message.type)}" before it serves`);
      },
    });
  } catch (error) {
    child.kill();
    throw error;
  }
  return { child, source, isBusy: true, isRetiring: false, lastUsed: performance.now() };
}
