import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/** Collects what nobody refers to, and lets its finalizers run. */
export async function collectGarbage(): Promise<void> {
  collect ??= exposedCollector();
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(1);
  }
}

export function residentBytes(): number {
  return process.memoryUsage.rss();
}

function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
