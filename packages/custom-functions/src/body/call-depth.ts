import { AsyncLocalStorage } from "node:async_hooks";
import { getMaxListeners, setMaxListeners } from "node:events";
import { TooDeepError } from "../custom-function-errors.js";

/** A bound on processes: an isolated function that calls another one keeps its child busy until that one returns. */
const maxDepth = 16;

const depths = new AsyncLocalStorage<number>();

/** How deep a call is among custom functions that call each other, itself included. @throws TooDeepError */
export function depthOfCall(name: string, signal: AbortSignal): number {
  const depth = (depths.getStore() ?? 0) + 1;
  if (depth > maxDepth) throw new TooDeepError(name, maxDepth);
  if (depth > 2) allowListeners(signal); // All of them listen to the outermost caller's.
  return depth;
}

/** Work that was asked for from within a call of this depth. */
export function deeper<Result>(depth: number, work: () => Promise<Result>): Promise<Result> {
  return depths.run(depth, work);
}

/** Never fewer than its owner allows, of which 0 is any number. */
function allowListeners(signal: AbortSignal): void {
  const allowed = getMaxListeners(signal);
  if (allowed !== 0 && allowed < 4 * maxDepth) setMaxListeners(4 * maxDepth, signal);
}
