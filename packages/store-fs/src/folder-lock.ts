import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { heldForMs, holderPath, isGone, readHolder, thisHolder, type Holder } from "./lock-holder.js";

/** What a crashed process left lies about for this long. */
const leftoverMs = 3_600_000;
/** A folder with something in it is in the way; on Windows that is a matter of permission. */
const taken = new Set(["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"]);

/** Another process changes the folder, and did not end in time. */
export class FolderLockedError extends Error {
  override readonly name = "FolderLockedError";
}

/**
 * Takes the lock of a folder: `held`, a folder that says by whom. It comes into being by a rename, with its content, and only where there is none.
 *
 * The lock of a process that is gone is moved to a name of its own, which stays taken: whoever is late to see that it is gone moves nothing else.
 * @returns ends it @throws FolderLockedError, naming the holder, after `waitMs`
 */
export async function takeLock(locks: string, waitMs: number): Promise<() => void> {
  const token = randomUUID();
  const [own, held] = [join(locks, token), join(locks, "held")];
  mkdirSync(own, { mode: 0o700 });
  try {
    const nowMs = (): number => {
      writeFileSync(holderPath(own), JSON.stringify(thisHolder(token)), { mode: 0o600 });
      return statSync(holderPath(own)).mtimeMs;
    };
    nowMs();
    const endAt = performance.now() + waitMs;
    for (let delayMs = 1; !isMoved(own, held); delayMs = Math.min(delayMs * 2, 32)) {
      const holder = readHolder(held);
      if (isGone(holder, heldForMs(held, nowMs()))) removeStale(locks, held, holder);
      else if (performance.now() > endAt) throw new FolderLockedError(heldBy(holder, waitMs));
      else await sleep(delayMs * (0.5 + Math.random() / 2));
    }
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    throw error;
  }
  return () => {
    if (readHolder(held)?.token === token) renameSync(held, own);
    rmSync(own, { recursive: true, force: true });
  };
}

/** Removes what crashed processes left beside the lock. For the holder of the lock. */
export function clearLeftovers(locks: string): void {
  for (const file of readdirSync(locks)) {
    const stats = file === "held" ? undefined : statSync(join(locks, file), { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > leftoverMs) rmSync(join(locks, file), { recursive: true, force: true });
  }
}

function isMoved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (taken.has((error as NodeJS.ErrnoException).code ?? "") && statSync(to, { throwIfNoEntry: false }) !== undefined) return false;
    if ((error as NodeJS.ErrnoException).code === "ENOTEMPTY") return false; // It went meanwhile.
    throw error;
  }
}

function removeStale(locks: string, held: string, holder: Holder | undefined): void {
  const stats = statSync(held, { throwIfNoEntry: false });
  if (stats === undefined) return;
  isMoved(held, join(locks, `stale-${holder?.token ?? stats.ino}`));
}

function heldBy(holder: Holder | undefined, waitMs: number): string {
  const who = holder === undefined ? "a process that left no name" : `process ${holder.pid} on ${holder.host}`;
  return `it was locked by ${who} for more than ${waitMs} ms`;
}
