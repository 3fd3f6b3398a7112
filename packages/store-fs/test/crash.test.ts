import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { fileStore } from "@openhcs/store-fs";
import { bundleChangingChild, ChangingProcess, type Announced } from "./changing-process.js";
import { freshFolder, quickParent } from "./fresh-folder.js";
import { seeded } from "./random.js";

const kills = 150;
const seed = Number(process.env["OPENHCS_CRASH_SEED"] ?? 20_261);

it(`killed ${kills} times at any moment, the folder holds every source as it was before or after the change under way`, async ({ annotate }) => {
  const random = seeded(seed);
  const script = await bundleChangingChild(freshFolder());
  const folder = freshFolder(quickParent);
  const started = performance.now();
  const ends = { made: 0, notMade: 0, between: 0 };
  let [expected, changes] = [new Map<string, string>(), 0];
  for (let kill = 0; kill < kills; kill++) {
    const child = await ChangingProcess.start(script, folder, Math.floor(random() * 2 ** 31));
    await child.said(2 + Math.floor(random() * 10));
    await sleep(random() * 8);
    const { done, pending } = await child.kill();
    const when = `seed ${seed}, kill ${kill}, after ${done.length} changes, at ${JSON.stringify(pending)}`;

    const before = done.reduce(applied, expected);
    const after = pending === undefined ? before : applied(before, pending);
    const store = fileStore({ folder });
    const { sources, failures, warnings } = await store.load();
    const found = new Map(sources.map(({ name, hash }) => [name, hash]));
    const [isAfter, isBefore] = [isSame(found, after), isSame(found, before)];
    expect([...failures, ...warnings], when).toEqual([]);
    if (!isAfter && !isBefore) expect(found, when).toEqual(before);

    // The log has every change once, and took none for somebody's edit.
    changes += done.length + (isAfter && pending !== undefined ? 1 : 0);
    const log = logOf(folder);
    expect(log.length, `${when}: entries of the log`).toBe(changes);
    expect(log.filter(({ change }) => change === "edited"), when).toEqual([]);
    for (const { name, hash } of sources) expect((await store.history?.(name))?.[0]?.hash, `${when}: the newest version of ${name}`).toBe(hash);
    ends[pending === undefined ? "between" : isAfter ? "made" : "notMade"]++;
    expected = found;
  }
  await annotate(`${kills} kills among ${changes} changes in ${Math.round(performance.now() - started)} ms; of the changes under way ${ends.made} were made, ${ends.notMade} were not; ${ends.between} kills met none`);
  expect(Math.min(ends.made, ends.notMade), "how often a change was interrupted so late that it counts, or so early that it does not").toBeGreaterThan(10);
}, 300_000);

function logOf(folder: string): readonly { readonly change: string }[] {
  const path = join(folder, ".openhcs", "history.jsonl");
  if (!existsSync(path)) return []; // Killed before the first change.
  return readFileSync(path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly change: string });
}

function applied(state: ReadonlyMap<string, string>, { from, to, hash }: Announced): Map<string, string> {
  const next = new Map(state);
  if (from !== undefined) next.delete(from);
  if (to !== undefined && hash !== undefined) next.set(to, hash);
  return next;
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([name, hash]) => other.get(name) === hash);
}
