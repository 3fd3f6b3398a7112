import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LOGGER, memoryStore, provide, StoreUnavailableError, type FunctionStore, type NdArray } from "@openhcs/core";
import { generateKeyPair } from "@openhcs/custom-functions";
import { fileStore } from "@openhcs/store-fs";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting, type Setting } from "./setting.js";
import { storeOf } from "./store-of.js";
import { temporaryFolder } from "./temporary-folder.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

test("everything that the stores hold is registered, told in one event", async () => {
  const store = await storeOf({ one: adding("one", 1), two: adding("two", 2) });
  await using it = await setting({ ...inProcess, stores: [store] });
  expect(await it.manager.loadAll()).toEqual({ count: 2, failures: [], warnings: [] });
  expect(it.changes).toEqual([{ kind: "loaded", functions: ["one", "two"], removed: [] }]);
  expect(await nested(it.runtime.run("openhcs:two", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect(it.manager.info("one")).toMatchObject({ filePath: "/functions/one.ts", persisted: true, store: "files" });
  expect(it.runtime.describe("openhcs:one").module).toBe("/functions/one.ts");
});

test("sources are validated in loading and not run", async () => {
  const store = await storeOf({ one: `${adding("one", 1)}\nthrow new Error("was run");\n` });
  await using it = await setting({ ...inProcess, stores: [store] });
  expect(await it.manager.loadAll()).toEqual({ count: 1, failures: [], warnings: [] });
  await expect(it.runtime.run("openhcs:one", image())).rejects.toThrow("was run");
});

test("a broken source is reported with file, line, column and reason, and harms only itself", async () => {
  const store = await storeOf({ broken: "import { ndarray } from 'openhcs';\nexport const broken = ndarray(function broken(img) { return img; });\n", fine: adding("fine", 1), unfinished: "export const" });
  await using it = await setting({ ...inProcess, stores: [store] });
  const { count, failures } = await it.manager.loadAll();
  expect(count).toBe(1);
  expect(failures).toMatchObject([
    { sourceName: "broken", filePath: "/functions/broken.ts", store: "files", code: "VALIDATION", stage: "signature", line: 2, column: expect.any(Number), reason: expect.stringMatching(/^(?!.*broken\.ts).*'img'/) },
    { sourceName: "unfinished", filePath: "/functions/unfinished.ts", stage: "syntax", line: 1 },
  ]);
  expect(it.manager.failures).toEqual(failures);
  expect(it.manager.list().map(({ name }) => name)).toEqual(["fine"]);
  const refused = { code: "FUNCTION_REFUSED", requested: "broken", file: expect.stringMatching(/^\/functions\/broken\.ts:2:\d+$/), message: expect.stringContaining("'img'") };
  await expect(it.manager.rename("broken", "whole")).rejects.toMatchObject(refused);
  await expect(it.manager.sign("broken", generateKeyPair().privateKey)).rejects.toMatchObject(refused);
  await expect(it.manager.export(["broken"])).rejects.toMatchObject(refused);
  expect(() => it.manager.get("openhcs:broken")).toThrow(expect.objectContaining({ ...refused, requested: "openhcs:broken" }));
});

test("of two sources that declare one name the first by name is taken, and the other is reported", async () => {
  const store = await storeOf({ zebra: adding("same", 2), ant: adding("same", 1) });
  await using it = await setting({ ...inProcess, stores: [store] });
  const { failures } = await it.manager.loadAll();
  expect(failures).toMatchObject([{ sourceName: "zebra", code: "ALREADY_REGISTERED", reason: expect.stringContaining("same") }]);
  expect(await nested(it.runtime.run("openhcs:same", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("what a store cannot read is reported, and its warnings go to the logger", async () => {
  const warnings: string[] = [];
  const store: FunctionStore = { ...memoryStore(), name: "files", load: async () => ({ sources: [], failures: [{ name: "locked", filePath: "/functions/locked.ts", reason: "permission denied" }], warnings: ["others can write to it"] }) };
  await using it = await setting({ ...inProcess, stores: [store] }, { services: [provide(LOGGER, { warn: (message) => { warnings.push(message); }, debug: () => {} })] });
  const report = await it.manager.loadAll();
  expect(report.failures).toEqual([{ sourceName: "locked", store: "files", filePath: "/functions/locked.ts", reason: "permission denied" }]);
  expect(report.warnings).toEqual(["others can write to it"]);
  expect(it.manager.failures).toEqual(report.failures);
  expect(warnings).toEqual(['custom functions in "files": others can write to it']);
});

test("an unreadable store is reported and stops neither the start nor other stores", async () => {
  const unreadable: FunctionStore = { ...memoryStore(), name: "files", location: "/functions", load: () => Promise.reject(new StoreUnavailableError("files", "/functions", new Error("EACCES"))) };
  await using it = await setting({ ...inProcess, stores: [unreadable, await storeOf({ fine: adding("fine", 1) })] });
  const { count, failures } = await it.manager.loadAll();
  expect(count).toBe(1);
  expect(failures).toMatchObject([{ sourceName: "files", filePath: "/functions", code: "STORE_UNAVAILABLE" }]);
  expect(it.manager.failures).toEqual(failures);
});

test("loading again brings what is registered in line with the stores", async () => {
  const sources: Record<string, string> = { one: adding("one", 1), two: adding("two", 2) };
  const store: FunctionStore = { ...memoryStore(), load: async () => (await storeOf(sources)).load() };
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  const one = it.manager.get("one");
  delete sources["two"];
  sources["three"] = adding("three", 3);
  expect(await it.manager.loadAll()).toEqual({ count: 2, failures: [], warnings: [] });
  expect(it.manager.list().map(({ name }) => name)).toEqual(["one", "three"]);
  expect(it.manager.get("one")).toBe(one);
  expect(it.changes.at(-1)).toEqual({ kind: "loaded", functions: ["three", "two"], removed: ["two"], sourceName: "three" });
});

test("a function that moves from one source to another is there after loading, in whatever order they are read", async () => {
  const sources: Record<string, string> = { ant: adding("one", 1), bee: adding("two", 2) };
  const store: FunctionStore = { ...memoryStore(), load: async () => (await storeOf(sources)).load() };
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  Object.assign(sources, { ant: adding("two", 2), bee: adding("three", 3) });
  expect(await it.manager.loadAll()).toEqual({ count: 2, failures: [], warnings: [] });
  expect(it.manager.info("two").sourceName).toBe("ant");
});

test("a broken source can be mended by update and removed by delete, under the name of its file", async () => {
  const kept = memoryStore();
  await kept.change({ kind: "edited", after: { name: "lame", source: "export const", language: "ts" } });
  await kept.change({ kind: "edited", after: { name: "hopeless", source: "export", language: "ts" } });
  await using it = await setting({ ...inProcess, stores: [kept] });
  expect((await it.manager.loadAll()).failures).toHaveLength(2);
  expect(it.manager.source("lame")).toBe("export const");
  await it.manager.update("lame", adding("lame", 1));
  expect(await it.manager.delete("hopeless")).toBe(true);
  expect(it.manager.failures).toEqual([]);
  expect((await kept.load()).sources.map(({ name, source }) => ({ name, source }))).toEqual([{ name: "lame", source: adding("lame", 1) }]);
  expect(await nested(it.runtime.run("openhcs:lame", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("a source in an unknown language is a failure that says so", async () => {
  const store = memoryStore();
  await store.change({ kind: "edited", after: { name: "script", source: "return 1", language: "lua" } });
  await using it = await setting({ ...inProcess, stores: [store] });
  expect((await it.manager.loadAll()).failures).toMatchObject([{ sourceName: "script", code: "INVALID_OPTION", reason: expect.stringContaining('received "lua"') }]);
});

test("functions are there again in another runtime over the same store", async () => {
  const store = memoryStore();
  {
    await using first = await setting({ ...inProcess, stores: [store] });
    await first.manager.registerFromCode(adding("kept", 1));
    await first.manager.registerFromCode(adding("passing", 2), { persist: false });
  }
  await using second = await setting({ ...inProcess, stores: [store] });
  await second.manager.loadAll();
  expect(second.manager.list().map(({ name }) => name)).toEqual(["kept"]);
});

test("two files that swap their functions do, in whatever order they are read", async () => {
  const sources: Record<string, string> = { ant: adding("one", 1), bee: adding("two", 2) };
  const store: FunctionStore = { ...memoryStore(), load: async () => (await storeOf(sources)).load() };
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  Object.assign(sources, { ant: adding("two", 2), bee: adding("one", 1) });
  expect(await it.manager.loadAll()).toEqual({ count: 2, failures: [], warnings: [] });
  expect(it.manager.info("two").sourceName).toBe("ant");
  expect(it.manager.info("one").sourceName).toBe("bee");
});

test("loaded from a folder, the file that is named like the function has it, whichever is the first", async () => {
  const store = memoryStore();
  for (const name of ["backupPeaks", "localPeaks"]) await store.change({ kind: "registered", after: { name, source: adding("localPeaks", 1), language: "ts" } });
  await using it = await setting({ ...inProcess, stores: [store] });
  expect(await it.manager.loadAll()).toMatchObject({ count: 1, failures: [{ sourceName: "backupPeaks", reason: expect.stringContaining('the source "localPeaks" declares it, and comes first; rename the function in one of them.') }] });
  expect(it.manager.info("localPeaks").sourceName).toBe("localPeaks");
});

/** A store over a folder in which `mine` was registered, and then edited while nobody looked. */
async function edited(folder: string, text: string, register = async (it: Setting) => { await it.manager.registerFromCode(adding("mine", 1)); }): Promise<FunctionStore> {
  await using before = await setting({ ...inProcess, stores: [fileStore({ folder })] });
  await register(before);
  await writeFile(join(folder, "mine.ts"), text);
  return fileStore({ folder });
}

test("a source that was edited between two runs so that it is not valid serves on as it was, and is reported", async () => {
  const broken = adding("mine", 2).replace("image.add(", "image.add((");
  await using folder = await temporaryFolder();
  await using it = await setting({ ...inProcess, stores: [await edited(folder.path, broken)] });
  const { count, failures } = await it.manager.loadAll();
  expect(count).toBe(1);
  const { version } = it.manager.info("mine");
  expect(failures).toMatchObject([{ sourceName: "mine", stage: "syntax", line: 8, serving: version }]);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  await expect(it.manager.rename("mine", "yours")).rejects.toMatchObject({ code: "BROKEN_EDIT" });
  expect(it.manager.source("mine"), "what somebody is at work on").toBe(broken);
  expect((await it.manager.loadAll()).failures).toEqual(failures);
  await it.manager.update("mine", adding("mine", 3));
  expect(it.manager.failures).toEqual([]);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[3, 4], [5, 6]]]);
});

test("an edit that asks for what is not installed here is refused, for it may be fine elsewhere", async () => {
  const elsewhere = adding("mine", 2).replaceAll("ndarray", "cuda").replace("type NdArray", "type AnyArray").replace(": NdArray", ": AnyArray");
  await using folder = await temporaryFolder();
  await using it = await setting({ ...inProcess, stores: [await edited(folder.path, elsewhere)] });
  expect(await it.manager.loadAll()).toMatchObject({ count: 0, failures: [{ sourceName: "mine" }] });
});

test("what was deleted does not come back for a file of its name that is not valid", async () => {
  await using folder = await temporaryFolder();
  const store = await edited(folder.path, "export const", async ({ manager }) => {
    await manager.registerFromCode(adding("mine", 1));
    await manager.delete("mine");
  });
  await using it = await setting({ ...inProcess, stores: [store] });
  expect(await it.manager.loadAll()).toMatchObject({ count: 0, failures: [{ sourceName: "mine", stage: "syntax" }] });
});

test("a last good version is held to the policy as it is now", async () => {
  await using folder = await temporaryFolder();
  const store = await edited(folder.path, "export const");
  await using it = await setting({ trust: { onlySigned: true }, stores: [store] });
  expect(await it.manager.loadAll()).toMatchObject({ count: 0, failures: [{ sourceName: "mine", stage: "syntax" }] });
});

test("a last good version that was signed since comes back signed", async () => {
  await using folder = await temporaryFolder();
  const { publicKey, privateKey } = generateKeyPair();
  const store = await edited(folder.path, "export const", async ({ manager }) => {
    await manager.registerFromCode(adding("mine", 1));
    await manager.sign("mine", privateKey);
  });
  await using it = await setting({ trust: { onlySigned: true, keys: [{ key: publicKey, label: "Ada", grantsTrust: false }] }, stores: [store] });
  expect(await it.manager.loadAll()).toMatchObject({ count: 1, failures: [{ sourceName: "mine", stage: "syntax" }] });
  expect(it.manager.info("mine")).toMatchObject({ signed: true, signedBy: "Ada" });
});
