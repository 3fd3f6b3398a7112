import { createHash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LOGGER, memoryStore, provide, type FunctionStore, type NdArray, type StoredSource, type StoreEvent } from "@openhcs/core";
import { generateKeyPair } from "@openhcs/custom-functions";
import { fileStore } from "@openhcs/store-fs";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting, type Setting } from "./setting.js";
import { temporaryFolder } from "./temporary-folder.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

/** A store in which somebody else edits. */
function edited(): FunctionStore & { edit(name: string, source: string | undefined): void; tell(event: StoreEvent): void; listeners: number } {
  const store = memoryStore();
  const listeners = new Set<(event: StoreEvent) => void>();
  const there = new Map<string, StoredSource>();
  return {
    ...store,
    get listeners() { return listeners.size; },
    read: async (name) => there.get(name),
    watch: async (listener) => {
      listeners.add(listener);
      return { [Symbol.asyncDispose]: async () => { listeners.delete(listener); } };
    },
    edit(name, source) {
      const now: StoredSource | undefined = source === undefined ? undefined : { name, source, language: "ts", hash: createHash("sha256").update(source).digest("hex"), filePath: `/functions/${name}.ts` };
      if (now === undefined) there.delete(name);
      else there.set(name, now);
      this.tell({ name, ...(now === undefined ? {} : { now }) });
    },
    tell(event) {
      for (const listener of listeners) listener(event);
    },
  };
}

/** When what was told so far has been followed. */
async function followed({ manager }: Setting): Promise<void> {
  await manager.delete("nothing");
}

test("a source that is edited elsewhere is live, and told as edited", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("mine", adding("mine", 1));
  await followed(it);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  store.edit("mine", adding("mine", 2));
  await followed(it);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect(it.changes).toEqual([
    { kind: "registered", functions: ["mine"], removed: [], sourceName: "mine" },
    { kind: "edited", functions: ["mine"], removed: [], sourceName: "mine" },
  ]);
});

test("a broken edit keeps the last good version and tells where it is broken; mended, it is live again", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("mine", adding("mine", 1));
  store.edit("mine", `${adding("mine", 2)}\nconst broken = ;\n`);
  await followed(it);
  expect(it.failures).toMatchObject([{ sourceName: "mine", filePath: "/functions/mine.ts", stage: "syntax", line: 11, column: 16 }]);
  expect(it.manager.failures).toEqual(it.failures);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  store.edit("mine", adding("mine", 3));
  await followed(it);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[3, 4], [5, 6]]]);
  expect(it.manager.failures).toEqual([]);
});

test("an edit that fails when it is first run is broken too", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("mine", `${adding("mine", 2)}\nnothing.here();\n`);
  await followed(it);
  expect(it.failures).toMatchObject([{ stage: "execution", line: 11, column: 1, reason: expect.stringContaining("Code execution failed: ReferenceError: nothing is not defined") }]);
});

test("a file that is deleted unregisters its functions; one that comes back is there again", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("mine", adding("mine", 1));
  store.edit("mine", undefined);
  await followed(it);
  expect(it.manager.list()).toEqual([]);
  expect(it.changes.at(-1)).toEqual({ kind: "deleted", functions: ["mine"], removed: ["mine"], sourceName: "mine" });
  store.edit("mine", adding("mine", 1));
  await followed(it);
  expect(it.manager.list()).toHaveLength(1);
});

test("a second file with a taken name waits until the first one goes", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("one", adding("same", 1));
  store.edit("other", adding("same", 2));
  await followed(it);
  expect(it.failures).toMatchObject([{ sourceName: "other", code: "ALREADY_REGISTERED" }]);
  store.edit("one", undefined);
  await followed(it);
  expect(await nested(it.runtime.run("openhcs:same", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect(it.manager.failures).toEqual([]);
});

test("a file that cannot be read any more leaves what was registered of it, and is told", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("mine", adding("mine", 1));
  await followed(it);
  store.tell({ name: "mine", failure: { name: "mine", filePath: "/functions/mine.ts", reason: "permission denied" } });
  await followed(it);
  expect(it.failures).toMatchObject([{ sourceName: "mine", store: "memory", filePath: "/functions/mine.ts", reason: "permission denied" }]);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect(it.manager.failures).toEqual(it.failures);
  store.edit("mine", adding("mine", 1));
  await followed(it);
  expect(it.manager.failures).toEqual([]);
});

for (const [first, second] of [["ant", "bee"], ["bee", "ant"]] as const) {
  test(`of two hosts that registered one function each, both come to serve that of the first source by name: ${first}, then ${second}`, async () => {
    const store = edited();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.loadAll();
    store.edit(first, adding("same", first === "ant" ? 1 : 2));
    await followed(it);
    store.edit(second, adding("same", second === "ant" ? 1 : 2));
    await followed(it);
    expect(it.manager.info("same").sourceName).toBe("ant");
    expect(it.failures).toMatchObject([{ sourceName: "bee", code: "ALREADY_REGISTERED" }]);
    expect(it.manager.failures).toEqual(it.failures);
    store.edit("ant", undefined);
    await followed(it);
    expect(it.manager.info("same").sourceName).toBe("bee");
  });

  test(`two files that swap their functions are followed, ${first} first`, async () => {
    const store = edited();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.loadAll();
    store.edit("ant", adding("one", 1));
    store.edit("bee", adding("two", 2));
    await followed(it);
    for (const name of [first, second]) {
      store.edit(name, name === "ant" ? adding("two", 2) : adding("one", 1));
      await followed(it);
    }
    expect(it.manager.info("two").sourceName).toBe("ant");
    expect(it.manager.info("one").sourceName).toBe("bee");
    expect(it.manager.failures).toEqual([]);
  });
}

test("what is held in memory alone does not leave its name to a file", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  await it.manager.registerFromCode(adding("same", 1), { persist: false });
  store.edit("ant", adding("same", 2));
  await followed(it);
  expect(it.failures).toMatchObject([{ sourceName: "ant", code: "ALREADY_REGISTERED" }]);
  expect(await nested(it.runtime.run("openhcs:same", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("following ends with the manager", async () => {
  const store = edited();
  const it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  await it.manager.loadAll();
  expect(store.listeners).toBe(1);
  await it[Symbol.asyncDispose]();
  expect(store.listeners).toBe(0);
});

test("a store that cannot be followed is read all the same", async () => {
  const warnings: string[] = [];
  const store: FunctionStore = { ...memoryStore(), watch: () => Promise.reject(new Error("too many watches")) };
  await store.change({ kind: "registered", after: { name: "mine", source: adding("mine", 1), language: "ts" } });
  await using it = await setting({ ...inProcess, stores: [store] }, { services: [provide(LOGGER, { warn: (message) => { warnings.push(message); }, debug: () => {} })] });
  expect(await it.manager.loadAll()).toEqual({ count: 1, failures: [], warnings: [] });
  expect(warnings).toEqual([expect.stringContaining("cannot be followed")]);
});

test("a host may do without following", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store], watch: false });
  await it.manager.loadAll();
  expect(store.listeners).toBe(0);
});

test("an edit that is not valid is not overwritten by a change of a sibling, but by a new text for the whole", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store], watch: false });
  const pair = adding("one", 1) + adding("two", 2).replace(/^import.*\n/, "");
  await it.manager.registerFromCode(pair);
  const [before] = (await store.load()).sources as [StoredSource];
  await store.change({ kind: "edited", before, after: { ...before, source: `${pair}\nconst unfinished = ;` } });
  await it.manager.loadAll();
  const refusal = { code: "BROKEN_EDIT", sourceName: "one", message: expect.stringContaining("update") };
  await expect(it.manager.rename("two", "three")).rejects.toMatchObject(refusal);
  await expect(it.manager.delete("two")).rejects.toMatchObject(refusal);
  await expect(it.manager.sign("two", generateKeyPair().privateKey)).rejects.toMatchObject(refusal);
  expect((await store.read("one"))?.source).toContain("unfinished");
  await it.manager.update("two", pair.replace("Adds 2", "Adds two"));
  expect((await store.read("one"))?.source).toContain("Adds two");
  expect(await it.manager.delete("two")).toBe(true);
});

test("a file that is renamed is one edit, of which nothing is said to have failed", async () => {
  await using folder = await temporaryFolder();
  await using it = await setting({ ...inProcess, stores: [fileStore({ folder: folder.path })] });
  await it.manager.loadAll();
  await it.manager.registerFromCode(adding("mine", 1));
  const changed = new Promise((resolve) => { it.manager.events.once("changed", resolve); });
  await rename(join(folder.path, "mine.ts"), join(folder.path, "ours.ts"));
  expect(await changed).toEqual({ kind: "edited", functions: ["mine"], removed: [], sourceName: "ours" });
  expect(it.manager.info("mine").sourceName).toBe("ours");
  const marked = new Promise((resolve) => { it.manager.events.on("changed", (change) => { if (change.functions.includes("marker")) resolve(change); }); });
  await writeFile(join(folder.path, "marker.ts"), adding("marker", 1));
  await marked;
  expect(it.failures).toEqual([]);
  expect(it.manager.list().map(({ name }) => name)).toEqual(["mine", "marker"]);
});

for (const names of [["localPeaks", "backupPeaks"], ["backupPeaks", "localPeaks"]]) {
  test(`a copy in the folder takes nothing over from the file that is named like the function: ${names.join(", then ")}`, async () => {
    const store = edited();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.loadAll();
    for (const name of names) store.edit(name, adding("localPeaks", 1));
    await followed(it);
    expect(it.manager.info("localPeaks").sourceName).toBe("localPeaks");
    expect(it.manager.failures).toMatchObject([{
      sourceName: "backupPeaks", code: "ALREADY_REGISTERED",
      reason: 'another custom function is already registered as "localPeaks"; /functions/localPeaks.ts declares it, and comes first; rename the function in one of them.',
    }]);
    store.edit("localPeaks", adding("localPeaks", 2));
    await followed(it);
    expect(await nested(it.runtime.run("openhcs:localPeaks", image()))).toEqual([[[2, 3], [4, 5]]]);
  });
}

test("a file in snake case is named like its function too, also where another one declares functions beside it", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  store.edit("a_copy", adding("aCopy", 1) + adding("localPeaks", 2).replace(/^import.*\n/, ""));
  store.edit("local_peaks", adding("localPeaks", 1));
  await followed(it);
  expect(it.manager.info("localPeaks").sourceName).toBe("local_peaks");
  expect(it.manager.failures).toMatchObject([{ sourceName: "a_copy" }]);
});

test("files that each must leave a name to the next come to an end", async () => {
  const store = edited();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  const pair = (one: string, other: string) => adding(one, 1) + adding(other, 2).replace(/^import.*\n/, "");
  store.edit("ant", pair("ant", "bee"));
  store.edit("bee", pair("bee", "cat"));
  store.edit("cat", pair("cat", "ant"));
  await followed(it);
  expect(it.manager.list()).toHaveLength(2);
  expect(it.manager.failures).toHaveLength(2);
});
