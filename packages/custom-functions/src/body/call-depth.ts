import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { TooDeepError } from "../custom-function-errors.js";

/** Isolated, each waits in a child of its own for the one that it called. */
const maxDepth = 16;

const depths = new AsyncLocalStorage<number>();

/** How many calls of custom functions within each other this one makes. @throws TooDeepError */
export function depthOfCall(name: string, signal: AbortSignal): number {
  const depth = (depths.getStore() ?? 0) + 1;
  if (depth > maxDepth) throw new TooDeepError(name, maxDepth);
  if (depth > 2) setMaxListeners(4 * maxDepth, signal); // All of them listen to the outermost caller's.
  return depth;
}

/** Work that was asked for from within a call of this depth. */
export function deeper<Result>(depth: number, work: () => Promise<Result>): Promise<Result> {
  return depths.run(depth, work);
}
