import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { readPlain } from "./plain-file.js";

/** The process that holds a lock, told apart from others that have or had its number. */
export interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process started, in ticks since the system did; absent where the system does not tell. */
  readonly started?: string;
  /** The system's run and the container, within which process numbers mean something. */
  readonly space?: string;
}

/** What cannot be known to be alive is held for gone after this time: a change takes milliseconds. */
const unknownForMs = 30_000;
const holderFile = "holder.json";

export function holderPath(lock: string): string {
  return join(lock, holderFile);
}

/** This process, under a name of the lock's own. */
export function thisHolder(token: string): Holder {
  const [started, space] = [startOf(process.pid), spaceOfThisProcess()];
  return { token, pid: process.pid, host: hostname(), ...(started !== undefined && { started }), ...(space !== undefined && { space }) };
}

/** Undefined where there is no lock, or none that can be read. */
export function readHolder(lock: string): Holder | undefined {
  try {
    const { token, pid, host, started, space } = JSON.parse(String(readPlain(holderPath(lock))?.bytes)) as Partial<Record<keyof Holder, unknown>>;
    if (typeof token !== "string" || !/^[\w-]{1,64}$/.test(token) || !Number.isSafeInteger(pid) || (pid as number) < 1 || typeof host !== "string") return undefined;
    return { token, pid: pid as number, host, ...(typeof started === "string" && { started }), ...(typeof space === "string" && { space }) };
  } catch {
    return undefined;
  }
}

/** Whether the process is certainly gone, also where another has its number now; or, where nothing can be known of it, silent for so long that it must be. */
export function isGone(holder: Holder | undefined, heldForMs: number): boolean {
  const space = spaceOfThisProcess();
  if (holder?.space !== undefined && holder.space === space) return startOf(holder.pid) !== holder.started;
  // Without start times another process may have the number, but one that holds the lock may be stopped or slow: who lives keeps it.
  if (holder !== undefined && space === undefined && holder.host === hostname()) return !isAlive(holder.pid) || heldForMs > uptime() * 1000 + unknownForMs;
  return heldForMs > unknownForMs;
}

/** How long a lock has been held, by the clock of its file system. */
export function heldForMs(lock: string, nowMs: number): number {
  const stats = lstatSync(holderPath(lock), { throwIfNoEntry: false }) ?? lstatSync(lock, { throwIfNoEntry: false });
  return stats === undefined ? 0 : nowMs - stats.mtimeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of proc(5)'s stat, counted from the end of the name, which may hold anything. A process that only waits to be buried has ended. */
function startOf(pid: number): string | undefined {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return state === "Z" || state === "X" ? undefined : fields[18];
}

function spaceOfThisProcess(): string | undefined {
  const boot = read(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim());
  const processes = read(() => readlinkSync("/proc/self/ns/pid"));
  return boot === undefined || processes === undefined ? undefined : `${boot} ${processes}`;
}

function read(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
