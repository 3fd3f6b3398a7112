import { readdirSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const linux = process.platform === "linux";

/** What this process uses, apart from memory that it shares. */
export interface Footprint {
  /** Private memory, where the system tells it, else the heap's and what hangs on it. */
  readonly bytes: number;
  readonly cpuMs: number;
}

export function footprint(): Footprint {
  const { user, system } = process.cpuUsage();
  return { bytes: privateBytes(), cpuMs: (user + system) / 1000 };
}

function privateBytes(): number {
  const anonymous = linux ? /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] : undefined;
  if (anonymous !== undefined) return Number(anonymous) * 1024;
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What the open descriptors of this process are; undefined where the system does not tell. */
export function openDescriptors(): number | undefined {
  return linux ? readdirSync("/proc/self/fd").length : undefined;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Collects garbage until it is enough, and has what is called then run; a few times at most. */
export async function collectGarbage(isEnough: () => boolean): Promise<void> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  for (let round = 0; round < 20 && !isEnough(); round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
