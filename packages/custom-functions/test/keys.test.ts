import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryStore, type FunctionStore, type StoreEvent, type TrustedKey } from "@openhcs/core";
import { generateKeyPair, signSource } from "@openhcs/custom-functions";
import { fileStore } from "@openhcs/store-fs";
import { expect, test } from "vitest";
import { adding, setting, type Setting } from "./setting.js";
import { temporaryFolder } from "./temporary-folder.js";

const code = adding("mine", 1);
const { publicKey, privateKey } = generateKeyPair();
const signature = signSource("mine", code, privateKey);
const ada: TrustedKey = { key: publicKey, label: "Ada", grantsTrust: true };
const signed = { name: "mine", source: code, language: "ts", signature } as const;

/** Resolves with the next change that the manager tells of. */
const nextChange = ({ manager }: Setting) => new Promise((resolve) => { manager.events.once("changed", resolve); });

test("the keys of one store count for nothing in another", async () => {
  const [own, others] = [memoryStore(), memoryStore()];
  await others.trust?.(ada);
  await own.change({ kind: "registered", after: signed });
  await using it = await setting({ stores: [own, others] });
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signed: true });
  expect(it.manager.info("mine").signedBy).toBeUndefined();
  await it.manager.delete("mine");
  await others.change({ kind: "registered", after: signed });
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, tier: "in-process", signedBy: "Ada" });
});

test("where only signed sources are taken, the keys of another store admit nothing", async () => {
  const [own, others] = [memoryStore(), memoryStore()];
  await others.trust?.(ada);
  await using it = await setting({ stores: [own, others], trust: { onlySigned: true } });
  await expect(it.manager.registerFromCode(code, { signature })).rejects.toMatchObject({ code: "UNTRUSTED_SOURCE" });
});

test("a key of the host's policy counts for every store, and what is not persisted counts as the first one's", async () => {
  const [own, others] = [memoryStore(), memoryStore()];
  await others.change({ kind: "registered", after: signed });
  await using it = await setting({ stores: [own, others], trust: { keys: [ada] } });
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, signedBy: "Ada" });
  await using other = await setting({ stores: [memoryStore()] });
  await other.manager.trust(ada);
  await other.manager.registerFromCode(code, { signature, persist: false });
  expect(other.manager.info("mine")).toMatchObject({ trusted: true, signedBy: "Ada" });
});

test.skipIf(process.getuid === undefined)("whoever else may write to the folder of a store gets nothing into the host's process", async () => {
  await using folder = await temporaryFolder();
  await chmod(folder.path, 0o770);
  const intruder = fileStore({ folder: folder.path });
  await intruder.trust(ada);
  await intruder.change({ kind: "registered", after: signed });
  await intruder.close();
  await using it = await setting({ stores: [fileStore({ folder: folder.path })], watch: false });
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signedBy: "Ada" });
  await chmod(folder.path, 0o700);
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, tier: "in-process" });
});

test("a key that another process distrusts takes its trust from what runs", async () => {
  await using folder = await temporaryFolder();
  await using it = await setting({ stores: [fileStore({ folder: folder.path })] });
  await it.manager.loadAll();
  await it.manager.trust(ada);
  await it.manager.registerFromCode(code, { signature });
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, tier: "in-process" });
  const changed = nextChange(it);
  const other = fileStore({ folder: folder.path });
  expect(await other.distrust(publicKey)).toBe(true);
  await other.close();
  expect(await changed).toMatchObject({ kind: "updated", functions: ["mine"] });
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated", signed: true });
});

test("loading judges by the keys as they are, though the sources are the same", async () => {
  const store = memoryStore();
  await store.trust?.(ada);
  await store.change({ kind: "registered", after: signed });
  await using it = await setting({ stores: [store] });
  await it.manager.loadAll();
  expect(it.manager.info("mine").trusted).toBe(true);
  await store.distrust?.(publicKey);
  await it.manager.loadAll();
  expect(it.manager.info("mine")).toMatchObject({ trusted: false, tier: "isolated" });
  expect(it.changes.map(({ kind, functions }) => [kind, functions])).toEqual([["loaded", ["mine"]], ["loaded", ["mine"]]]);
});

test("keys that cannot be read take nothing away, and are told", async () => {
  await using folder = await temporaryFolder();
  const store = fileStore({ folder: folder.path });
  await using it = await setting({ stores: [store], watch: false });
  await it.manager.trust(ada);
  await it.manager.registerFromCode(code, { signature });
  const path = join(folder.path, ".openhcs", "trusted-keys.json");
  const whole = await readFile(path, "utf8");
  await writeFile(path, whole.slice(0, -5));
  await it.manager.loadAll();
  expect(it.manager.info("mine").trusted).toBe(true);
  await expect(it.manager.registerFromCode(adding("other", 1), { signature: signSource("other", adding("other", 1), privateKey) })).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
});

test("an event of keys without news changes nothing", async () => {
  let tell: ((event: StoreEvent) => void) | undefined;
  const store: FunctionStore = { ...memoryStore(), watch: async (listener) => { tell = listener; return { [Symbol.asyncDispose]: async () => {} }; } };
  await store.trust?.(ada);
  await using it = await setting({ stores: [store] });
  await it.manager.registerFromCode(code, { signature });
  await it.manager.loadAll();
  it.changes.length = 0;
  tell?.({ keys: true });
  await it.manager.delete("nothing");
  expect(it.changes).toEqual([]);
});

test("a source that was refused while the keys were damaged is there when they are mended", async () => {
  await using folder = await temporaryFolder();
  const writer = fileStore({ folder: folder.path });
  await writer.trust(ada);
  await writer.change({ kind: "registered", after: signed });
  await writer.close();
  const path = join(folder.path, ".openhcs", "trusted-keys.json");
  const whole = await readFile(path, "utf8");
  await writeFile(path, whole.slice(0, -5));
  await using it = await setting({ stores: [fileStore({ folder: folder.path })] });
  expect((await it.manager.loadAll()).failures).toMatchObject([{ sourceName: "mine", code: "STORE_UNAVAILABLE" }]);
  const changed = nextChange(it);
  await writeFile(path, whole);
  expect(await changed).toMatchObject({ kind: "updated", functions: ["mine"] });
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, signedBy: "Ada" });
  expect(it.manager.failures).toEqual([]);
});

test("a key is let go of where it can be, and its sources judged anew, though one store fails", async () => {
  const failing = { ...memoryStore(), name: "failing", distrust: () => Promise.reject(new Error("disk full")) };
  await using it = await setting({ stores: [memoryStore(), failing] });
  await it.manager.trust(ada);
  await it.manager.registerFromCode(code, { signature });
  expect(it.manager.info("mine").tier).toBe("in-process");
  await expect(it.manager.distrust(publicKey)).rejects.toThrow("disk full");
  expect(it.manager.info("mine").tier).toBe("isolated");
});

test("a key that comes to be trusted admits what it can, where others have a name meanwhile", async () => {
  const store = memoryStore();
  for (const name of ["one", "two"]) {
    const source = adding(name, 1);
    await store.change({ kind: "registered", after: { name, source, language: "ts", signature: signSource(name, source, privateKey) } });
  }
  await using it = await setting({ stores: [store], trust: { onlySigned: true } });
  expect((await it.manager.loadAll()).failures.map(({ code }) => code)).toEqual(["UNTRUSTED_SOURCE", "UNTRUSTED_SOURCE"]);
  await it.manager.registerFromCode(adding("one", 5), { persist: false, trusted: true });
  await it.manager.trust({ ...ada, grantsTrust: false });
  expect(it.manager.list().map(({ name }) => name)).toEqual(["one", "two"]);
  expect(it.manager.failures).toMatchObject([{ sourceName: "one", code: "ALREADY_REGISTERED" }]);
  expect(it.changes.at(-1)).toEqual({ kind: "updated", functions: ["two"], removed: [], sourceName: "two" });
});

test("keys for a store that lists its own and takes no others are kept in memory, and count for its sources", async () => {
  const { trust: _, distrust: __, ...listing } = memoryStore();
  await using it = await setting({ stores: [listing] });
  await it.manager.registerFromCode(code, { signature });
  await it.manager.trust(ada);
  expect(it.manager.info("mine")).toMatchObject({ trusted: true, signedBy: "Ada" });
});
