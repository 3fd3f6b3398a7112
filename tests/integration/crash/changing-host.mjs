// A host that registers, updates, renames and deletes functions without end. It says before each change what it will be, and after it that it is
// done. Arguments: folder, seed. It begins when something comes on its input: what it needs takes longer to load than most of its life.
import { once } from "node:events";
import { writeSync } from "node:fs";
import { createRuntime } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";
import { fileStore } from "@openhcs/store-fs";

const [folder, seed] = process.argv.slice(2);
const names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`);

let state = Number(seed) >>> 0;
/** A linear congruential generator: what it lacks in quality does not matter here. */
const below = (limit) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};
const sourceOf = (name, amount) => `import { ndarray, type NdArray } from "openhcs";
/** Adds ${amount}. */
export const ${name} = ndarray(function ${name}(image: NdArray) { return image.add(${amount}); });
${"// As long as others are.\n".repeat(below(40))}`;

const trust = { everything: true };
await new CustomFunctionManager({ runtime: await createRuntime({ functions }), trust }).registerFromCode(sourceOf("first", 1)); // Parser and compiler are loaded now.
await once(process.stdin, "data");
const runtime = await createRuntime({ functions });
const manager = new CustomFunctionManager({ runtime, stores: [fileStore({ folder })], watch: false, trust });
await manager.loadAll();
say({ ready: true });
for (let amount = 1; ; amount++) {
  const held = manager.list().map(({ name }) => name);
  const name = names[below(names.length)];
  const free = names.find((other) => !held.includes(other));
  const kind = held.includes(name) ? ["update", "delete", free === undefined ? "update" : "rename"][below(3)] : "register";
  const value = 1000 * below(1000) + amount;
  say({ kind, name, ...(kind === "rename" && { to: free }), ...(["register", "update"].includes(kind) && { amount: value }) });
  if (kind === "register") await manager.registerFromCode(sourceOf(name, value));
  else if (kind === "update") await manager.update(name, sourceOf(name, value));
  else if (kind === "rename") await manager.rename(name, free);
  else await manager.delete(name);
  say({ done: true });
}
