import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/** Bytes of live array buffers, and of the whole process with what native code took, after garbage was collected and finalizers ran. */
export async function memoryInUse(): Promise<{ readonly buffers: number; readonly resident: number }> {
  collect ??= exposedCollector();
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(1);
  }
  const { arrayBuffers, rss } = process.memoryUsage();
  return { buffers: arrayBuffers, resident: rss };
}

function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
