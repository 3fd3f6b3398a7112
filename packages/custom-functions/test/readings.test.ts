import { deserialize, serialize } from "node:v8";
import type { ReadingsCache } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { adding, inProcess, setting } from "./setting.js";
import { storeOf } from "./store-of.js";
import { vault } from "./vault.js";

/** A cache in memory, and how often it was written. */
function cacheOf(bytes?: Uint8Array): ReadingsCache & { bytes: Uint8Array | undefined; writes: number } {
  return {
    bytes, writes: 0,
    read() { return Promise.resolve(this.bytes); },
    write(written) { this.bytes = written; this.writes++; return Promise.resolve(); },
  };
}

/** With what is kept of each function changed, which shows who uses it. */
function marked(bytes: Uint8Array): Uint8Array {
  const kept = deserialize(bytes) as Map<string, { functions: { documentation: string }[] }>;
  for (const { functions } of kept.values()) for (const fn of functions) fn.documentation = "As it was kept.";
  return serialize(kept);
}

async function docOf(cache: ReadingsCache, source = adding("one", 1), backends: readonly ReturnType<typeof vault>["backend"][] = []): Promise<string | undefined> {
  await using it = await setting({ ...inProcess, stores: [await storeOf({ one: source })], readingsCache: cache }, { backends });
  await it.manager.loadAll();
  return it.manager.list()[0]?.doc;
}

test("what stored sources declare is kept from one start to the next, and read anew only where it may be another", async () => {
  const cache = cacheOf();
  expect(await docOf(cache)).toBe("Adds 1.");
  cache.bytes = marked(cache.bytes as Uint8Array);
  expect(await docOf(cache)).toBe("As it was kept.");
  expect(cache.writes).toBe(1);
  expect(await docOf(cache, adding("one", 2)), "another text").toBe("Adds 2.");
  expect(await docOf(cache, adding("one", 1), [vault().backend]), "another memory type is installed").toBe("Adds 1.");
  expect(await docOf(cache), "what others added took nothing away").toBe("As it was kept.");
});

test.each([["damaged", new Uint8Array([1, 2, 3])], ["of something else", serialize(["no map"])], ["of other things", serialize(new Map<unknown, unknown>([["a", null], ["b", { functions: [] }], [3, 4]]))], ["empty", new Uint8Array()]])("a cache that is %s costs its time again, and nothing else", async (_, bytes) => {
  const cache = cacheOf(bytes);
  expect(await docOf(cache)).toBe("Adds 1.");
  expect(cache.writes).toBe(1);
});

test("a cache that cannot be read or written stops nothing", async () => {
  const broken: ReadingsCache = { read: () => Promise.reject(new Error("no")), write: () => Promise.reject(new Error("no")) };
  expect(await docOf(broken)).toBe("Adds 1.");
});

test("a source that is not valid is never kept", async () => {
  const cache = cacheOf();
  expect(await docOf(cache, "export const")).toBeUndefined();
  expect(cache.writes).toBe(0);
});
