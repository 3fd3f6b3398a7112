import { readFile, writeFile } from "node:fs/promises";

/** What Linux tells of a process; undefined elsewhere, and of one that has ended. */
interface Residence {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** The most that one of these processes ever had resident, mapped arrays included. */
export async function peakOf(pids: readonly number[]): Promise<number | undefined> {
  return extreme(await residences(pids), "peakBytes", Math.max);
}

/** What the smallest of these processes has resident. */
export async function leastOf(pids: readonly number[]): Promise<number | undefined> {
  return extreme(await residences(pids), "residentBytes", Math.min);
}

/** How much this process grows at most while it works; its peak so far is forgotten. Undefined where that is not known. */
export async function growthDuring(work: () => Promise<void>): Promise<number | undefined> {
  const before = await leastOf([process.pid]);
  const isReset = await writeFile("/proc/self/clear_refs", "5").then(() => true, () => false); // Not on other systems, nor where that file is withheld.
  await work();
  const peak = isReset ? await peakOf([process.pid]) : undefined;
  return before === undefined || peak === undefined ? undefined : Math.max(0, peak - before);
}

async function residences(pids: readonly number[]): Promise<readonly Residence[]> {
  const found = await Promise.all(pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => ""); // It may have ended, or there is no such folder.
    const bytesOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
    return { residentBytes: bytesOf("VmRSS"), peakBytes: bytesOf("VmHWM") };
  }));
  return found.filter(({ peakBytes }) => peakBytes > 0);
}

function extreme(found: readonly Residence[], name: keyof Residence, choose: (...values: readonly number[]) => number): number | undefined {
  return found.length === 0 ? undefined : choose(...found.map((each) => each[name]));
}
