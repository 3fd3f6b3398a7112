import { createHash } from "node:crypto";
import { memoryStore, type NdArray } from "@openhcs/core";
import { generateKeyPair, maxBundledSources } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();
const entry = (name: string, source: string) => ({ name, language: "ts", source, hash: createHash("sha256").update(source).digest("hex") });
const bundle = (sources: readonly unknown[], rest: object = {}) => JSON.stringify({ format: "openhcs-functions", version: 1, sources, ...rest });

test("what was exported from one host is imported by another, signatures included", async () => {
  const { privateKey, publicKey } = generateKeyPair();
  await using from = await setting({ ...inProcess, stores: [memoryStore()] });
  await from.manager.registerFromCode(adding("one", 1));
  await from.manager.registerFromCode(adding("two", 2));
  const text = await from.manager.export(["two"], { sign: privateKey });
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  expect((await it.manager.import(text)).map(({ name }) => name)).toEqual(["two"]);
  expect((await store.load()).sources).toMatchObject([{ name: "two", signature: { key: publicKey } }]);
  expect(it.changes).toEqual([{ kind: "imported", functions: ["two"], removed: [], sourceName: "two" }]);
  expect(await nested(it.runtime.run("openhcs:two", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect(JSON.parse(await from.manager.export()).sources).toHaveLength(2);
});

test("a bundle that no import would take is not written, and not called an import", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const large = `\n// ${"x".repeat(900_000)}`;
  for (let at = 0; at < 20; at++) await it.manager.registerFromCode(`${adding(`large${at}`, at)}${large}`);
  await expect(it.manager.export()).rejects.toMatchObject({ code: "INVALID_BUNDLE", message: expect.stringMatching(/^the bundle is not valid: it has \d+ bytes/) });
});

test("importing what is there in the same text changes nothing", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("one", 1));
  expect(await it.manager.import(await it.manager.export())).toHaveLength(1);
  expect(it.changes).toHaveLength(1);
});

test("a taken name refuses the whole bundle, unless it may be replaced", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  await it.manager.registerFromCode(adding("one", 1));
  const text = bundle([entry("fresh", adding("fresh", 5)), entry("one", adding("one", 9))]);
  await expect(it.manager.import(text)).rejects.toMatchObject({ code: "ALREADY_REGISTERED", takenName: "one" });
  expect(it.manager.list().map(({ name }) => name)).toEqual(["one"]);
  await it.manager.import(text, { replace: true });
  expect(await nested(it.runtime.run("openhcs:one", image()))).toEqual([[[9, 10], [11, 12]]]);
  expect(it.changes.at(-1)).toMatchObject({ kind: "imported", functions: ["fresh", "one"] });
});

test("a bundle with one source that is not valid is refused as a whole", async () => {
  await using it = await setting(inProcess);
  await expect(it.manager.import(bundle([entry("one", adding("one", 1)), entry("two", "export const two = 2;")]))).rejects.toMatchObject({ code: "VALIDATION" });
  expect(it.manager.list()).toEqual([]);
});

const one = entry("one", adding("one", 1));
const hostile: readonly (readonly [what: string, text: string, message: string])[] = [
  ["text that is no JSON", "PK\u0003\u0004", "it is no JSON"],
  ["a list", "[]", "it is no JSON object"],
  ["another format", JSON.stringify({ format: "zip", version: 1, sources: [one] }), '"format" must be "openhcs-functions"'],
  ["another version", bundle([one], { version: 2 }), '"version" must be 1, received 2'],
  ["no sources", bundle([]), "at least one source"],
  ["a source that is no object", bundle([null]), "source number 1 is no object"],
  ["a wrong hash", bundle([{ ...one, hash: "0".repeat(64) }]), "it was changed on the way"],
  ["a name that leaves the folder", bundle([{ ...one, name: "../../.bashrc" }]), "has a name that cannot be kept"],
  ["a reserved name", bundle([{ ...one, name: "__proto__" }]), "has a name that cannot be kept"],
  ["a name that is no text", bundle([{ ...one, name: 1 }]), 'has no "name"'],
  ["another language", bundle([{ ...one, language: "sh" }]), 'received "sh"'],
  ["no text", bundle([{ ...one, source: 1 }]), 'has no "source"'],
  ["one name twice", bundle([one, entry("ONE", adding("other", 1))]), "is there twice"],
  ["one text twice", bundle([one, { ...one, name: "other" }]), "has the same text as another"],
  ["half a signature", bundle([{ ...one, signature: { key: "a" } }]), "without \"key\" and \"signature\""],
  ["too many sources", bundle(Array.from({ length: maxBundledSources + 1 }, () => one)), "at most 1000 are read"],
  ["too much", `"${"x".repeat(17 * 2 ** 20)}"`, "at most 16777216 are read"],
];

for (const [what, text, message] of hostile) {
  test(`a bundle with ${what} is refused before anything is registered`, async () => {
    const store = memoryStore();
    await using it = await setting({ ...inProcess, stores: [store] });
    await expect(it.manager.import(text)).rejects.toMatchObject({ code: "INVALID_BUNDLE", message: expect.stringContaining(message) });
    expect(it.manager.list()).toEqual([]);
    expect((await store.load()).sources).toEqual([]);
  });
}

test("a forged signature in a bundle is refused", async () => {
  await using it = await setting(inProcess);
  const { publicKey } = generateKeyPair();
  await expect(it.manager.import(bundle([{ ...one, signature: { key: publicKey, signature: "AAAA" } }]))).rejects.toMatchObject({ code: "INVALID_SIGNATURE" });
  expect(it.manager.list()).toEqual([]);
});

test("importing to keep what is only held in memory keeps it, and takes the bundle's signature", async () => {
  const { privateKey, publicKey } = generateKeyPair();
  await using from = await setting(inProcess);
  await from.manager.registerFromCode(adding("one", 1));
  const signed = await from.manager.export(undefined, { sign: privateKey });
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("one", 1), { persist: false });
  await it.manager.import(await from.manager.export());
  expect(it.manager.info("one")).toMatchObject({ persisted: true, signed: false });
  await it.manager.import(signed);
  expect((await store.load()).sources).toMatchObject([{ name: "one", signature: { key: publicKey } }]);
  expect(it.manager.list()).toHaveLength(1);
  expect(it.changes.map(({ kind }) => kind)).toEqual(["registered", "imported", "imported"]);
});

test("what no import would take is not exported", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("spots", 1));
  await it.manager.registerFromCode(adding("sPots", 2));
  await expect(it.manager.export()).rejects.toMatchObject({ code: "INVALID_BUNDLE", sourceName: "sPots" });
  expect(JSON.parse(await it.manager.export(["sPots"])).sources).toHaveLength(1);
});

test("sources of a bundle whose names are taken get others, also where one of these is that of the next", async () => {
  const text = bundle([entry("util", adding("one", 1)), entry("util2", adding("two", 2))]);
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("three", 3), { name: "util" });
  await it.manager.import(text);
  expect(it.manager.list().map(({ name, sourceName }) => [name, sourceName])).toEqual([["three", "util"], ["one", "util2"], ["two", "util22"]]);
  expect((await store.load()).sources).toHaveLength(3);
});
