import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createRuntime, NdArray } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";
import { fileStore } from "@openhcs/store-fs";
import { expect, it } from "vitest";

/** Each takes a process of its own, which is not quick to start. The folder itself is tried by more in its package. */
const kills = Number(process.env["OPENHCS_CRASH_KILLS"] ?? 50);
const seed = Number(process.env["OPENHCS_CRASH_SEED"] ?? 20_263);
const script = fileURLToPath(new URL("changing-host.mjs", import.meta.url));
/** Where files live in memory, if anywhere: a process that is killed shows the same there, and waits for no disk. */
const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

type Change = { readonly kind: "register" | "update" | "rename" | "delete"; readonly name: string; readonly to?: string; readonly amount?: number };
/** What each function adds. */
type State = ReadonlyMap<string, number>;
type Host = ChildProcessByStdio<Writable, Readable, null>;

it(`of a host that is killed ${kills} times while it registers, updates, renames and deletes, every function is old or new, and runs`, async ({ annotate }) => {
  const folder = mkdtempSync(join(parent, "openhcs-crash-"));
  const ends = { made: 0, notMade: 0, between: 0 };
  let expected: State = new Map();
  let next = startHost(folder, 0);
  try {
    for (let kill = 0; kill < kills; kill++) {
      const host = next;
      next = startHost(folder, kill + 1);
      const { done, pending } = await killed(host, kill);
      const when = `seed ${seed}, kill ${kill}, after ${done.length} changes, at ${JSON.stringify(pending)}`;
      const before = done.reduce(applied, expected);
      const after = pending === undefined ? before : applied(before, pending);
      const found = await openedAnew(folder, when);
      const isAfter = isSame(found, after);
      if (!isAfter) expect(found, when).toEqual(before);
      ends[pending === undefined ? "between" : isAfter ? "made" : "notMade"]++;
      expected = found;
    }
  } finally {
    next.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
  await annotate(`of the changes under way ${ends.made} were made, ${ends.notMade} were not; ${ends.between} kills met none`);
  expect(Math.min(ends.made, ends.notMade), "how often a change was interrupted so late that it counts, or so early that it does not").toBeGreaterThan(kills / 50);
}, 20_000 * kills);

function startHost(folder: string, number: number): Host {
  return spawn(process.execPath, [script, folder, String(seed + number)], { stdio: ["pipe", "pipe", "inherit"] });
}

/** Lets a host begin, and kills it a moment later. @returns the changes that it had completed, and the one that it was at */
async function killed(host: Host, kill: number): Promise<{ readonly done: readonly Change[]; readonly pending: Change | undefined }> {
  let text = "";
  host.stdout.setEncoding("utf8").on("data", (said: string) => (text += said));
  const end = once(host, "close");
  host.stdin.on("error", () => {}).write("begin\n");
  while (text.split("\n").length <= 2 + kill % 7) {
    await Promise.race([once(host.stdout, "data"), end]);
    if (host.exitCode !== null) throw new Error(`the host ended with ${host.exitCode}: see its error output`);
  }
  await sleep((kill * 7919 % 97) / 12); // Up to 8 ms, spread evenly.
  host.kill("SIGKILL");
  await end;
  const done: Change[] = [];
  let pending: Change | undefined;
  for (const line of text.split("\n").slice(1, -1)) {
    const message = JSON.parse(line) as Change | { readonly done: true };
    if ("done" in message) done.push(pending as Change);
    pending = "done" in message ? undefined : message;
  }
  return { done, pending };
}

function applied(state: State, { kind, name, to, amount }: Change): State {
  const next = new Map(state);
  const held = next.get(name);
  if (kind === "delete" || kind === "rename") next.delete(name);
  if (kind === "rename") next.set(to as string, held as number);
  if (kind === "register" || kind === "update") next.set(name, amount as number);
  return next;
}

/** What each function adds that is there at the next start, by running it. */
async function openedAnew(folder: string, when: string): Promise<State> {
  await using runtime = await createRuntime({ functions });
  const manager = new CustomFunctionManager({ runtime, stores: [fileStore({ folder })], watch: false, trust: { everything: true } });
  const { failures, warnings } = await manager.loadAll();
  expect([...failures, ...warnings], when).toEqual([]);
  const found = new Map<string, number>();
  for (const { name, key } of manager.list()) found.set(name, (await runtime.run(key, NdArray.zeros([1, 1, 1])) as NdArray).sum() as number);
  return found;
}

function isSame(one: State, other: State): boolean {
  return one.size === other.size && [...one].every(([name, amount]) => other.get(name) === amount);
}
