// A lock file between processes, which outlives neither its owner nor a machine's restart.
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 100;

/** When a process started, in the kernel's ticks, so that another process with a reused id is not taken for it; "" where unknown. */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? "ended" : fields[18];
  } catch {
    return "";
  }
}

const identify = (pid) => ({ pid, start: startOf(pid) });

function isRunning({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  return startOf(pid) === start;
}

/** The process that keeps a lock: its owner, or what the owner started and left behind when it was killed. */
const keeperOf = ({ keepers }) => keepers.find(isRunning);

function holderOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    // What a crash of the machine left half on disk has no living owner.
    if (error instanceof SyntaxError) return { token: "unreadable", keepers: [] };
    throw error;
  }
}

function tryLink(from, path) {
  try {
    linkSync(from, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

async function acquire(path, { onWait, signal }) {
  const holder = { token: randomUUID(), keepers: [identify(process.pid)] };
  const claim = `${path}.${holder.token}`;
  writeFileSync(claim, JSON.stringify(holder));
  let told = false;
  try {
    // A hard link appears whole: nobody reads a lock that is still being written.
    while (!tryLink(claim, path)) {
      signal?.throwIfAborted();
      const other = holderOf(path);
      if (other === undefined) continue;
      const keeper = keeperOf(other);
      if (keeper !== undefined) {
        if (!told) onWait?.(keeper.pid);
        told = true;
        await sleep(pollMs);
      } else if (await takeOver(path, other, claim, { signal })) break;
    }
    return holder;
  } finally {
    rmSync(claim, { force: true });
  }
}

/**
 * Put our claim in the place of a dead holder's lock. Of several that see the same dead holder one may do so, the one with the
 * lock on that very holder's end; the others would throw out the new owner. The lock is replaced in one step, never absent.
 */
async function takeOver(path, { token }, claim, options) {
  const guard = `${path}.end-of-${token}`;
  await acquire(guard, options);
  try {
    if (holderOf(path)?.token !== token) return false;
    renameSync(claim, path);
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Write a lock that we hold anew, in one step. */
function rewrite(path, holder) {
  const claim = `${path}.${holder.token}`;
  writeFileSync(claim, JSON.stringify(holder));
  renameSync(claim, path);
}

/**
 * Run `body` while holding the lock at `path`. Waits for a living holder and takes over from a dead one.
 * `body` receives a function to which it gives the id of each process that it starts: were we killed, the lock waits for that one.
 * @param options.onWait called once with the holder's process id, before waiting
 * @param options.signal aborts the waiting
 */
export async function withLock(path, body, options = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const holder = await acquire(path, options);
  const keep = (pid) => rewrite(path, { ...holder, keepers: [...holder.keepers, identify(pid)] });
  try {
    return await body(keep);
  } finally {
    rmSync(path, { force: true });
  }
}
