import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { heldForMs, holderPath, isGone, readHolder, thisHolder, type Holder } from "./lock-holder.js";

/** What a crashed process left lies about for this long, which is far longer than anybody is late to see that it crashed. */
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
 * The lock of a process that is gone is moved to a name of its own, which is taken from then on for an hour: whoever is late to see that it is gone
 * moves nothing else there. Whoever comes next after a crash clears away what is older.
 * @returns ends it @throws FolderLockedError, naming the holder, after `waitMs`
 */
export async function takeLock(locks: string, waitMs: number): Promise<() => void> {
  const token = randomUUID();
  const [own, held] = [join(locks, token), join(locks, "held")];
  const release = (): void => {
    if (readHolder(held)?.token === token) renameSync(held, own);
    rmSync(own, { recursive: true, force: true });
  };
  mkdirSync(own, { mode: 0o700 });
  try {
    const nowMs = (): number => {
      writeFileSync(holderPath(own), JSON.stringify(thisHolder(token)), { mode: 0o600 });
      return statSync(holderPath(own)).mtimeMs;
    };
    nowMs();
    const endAt = performance.now() + waitMs;
    let followsCrash = false;
    for (let delayMs = 1; !isMoved(own, held); delayMs = Math.min(delayMs * 2, 32)) {
      const holder = readHolder(held);
      if (isGone(holder, heldForMs(held, nowMs())) && isStaleRemoved(locks, held, holder)) followsCrash = true;
      else if (performance.now() > endAt) throw new FolderLockedError(heldBy(holder, waitMs));
      else await sleep(delayMs * (0.5 + Math.random() / 2));
    }
    if (followsCrash) clearLeftovers(locks);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** Removes what crashed processes left beside the lock. For the holder of the lock. */
function clearLeftovers(locks: string): void {
  for (const file of readdirSync(locks)) {
    const stats = file === "held" ? undefined : lstatSync(join(locks, file), { throwIfNoEntry: false });
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

/** False where another was first, or its new name is taken already. */
function isStaleRemoved(locks: string, held: string, holder: Holder | undefined): boolean {
  try {
    const { ino } = lstatSync(held);
    const now = new Date();
    utimesSync(held, now, now); // A rename keeps the time, by which its age as a leftover is told.
    return isMoved(held, join(locks, `stale-${holder?.token ?? ino}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false; // Another moved it first.
    throw error;
  }
}

function heldBy(holder: Holder | undefined, waitMs: number): string {
  const who = holder === undefined ? "a process that left no name" : `process ${holder.pid} on ${holder.host}`;
  return `it was locked by ${who} for more than ${waitMs} ms`;
}
