// Changes a folder without end, and says before each change what it will be, and after it that it is done. Arguments: folder, seed.
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { fileStore } from "@openhcs/store-fs";

const [folder, seed] = process.argv.slice(2);
const names = Array.from({ length: 12 }, (_, at) => `f${at}`);
const store = fileStore({ folder });
const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`);

let state = Number(seed) >>> 0;
/** A linear congruential generator: what it lacks in quality does not matter here. */
const below = (limit) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};

const { sources } = await store.load();
const held = new Map(sources.map((source) => [source.name, source]));
say({ ready: true });
for (let count = 0; ; count++) {
  const name = names[below(names.length)];
  const before = held.get(name);
  const free = names.filter((other) => !held.has(other));
  const after = (to) => ({ name: to, language: "ts", source: `// ${seed} ${count} ${to}\n`.repeat(1 + below(below(10) === 0 ? 5_000 : 50)) });
  const change = before === undefined ? { kind: "registered", after: after(name) }
    : [{ kind: "updated", before, after: after(name) }, { kind: "deleted", before }, free.length > 0 ? { kind: "renamed", before, after: after(free[below(free.length)]) } : { kind: "updated", before, after: after(name) }][below(3)];
  const hash = change.after && createHash("sha256").update(change.after.source).digest("hex");
  say({ from: change.before?.name, to: change.after?.name, hash });
  const now = await store.change(change);
  say({ done: true });
  if (change.before !== undefined) held.delete(change.before.name);
  if (now !== undefined) held.set(now.name, now);
}
