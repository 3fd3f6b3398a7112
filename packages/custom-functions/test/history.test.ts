import { memoryStore, type NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

test("every change is a version, the newest first, across names", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.update("mine", adding("mine", 2));
  await it.manager.rename("mine", "ours");
  expect((await it.manager.history("ours")).map(({ change, source }) => ({ change, source }))).toEqual([
    { change: "renamed", source: adding("ours", 2) }, { change: "updated", source: adding("mine", 2) }, { change: "registered", source: adding("mine", 1) },
  ]);
});

test("a diff is unified, by default between the last two versions", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("mine", 1));
  expect(await it.manager.diff("mine")).toContain("+export const mine = ndarray(");
  await it.manager.update("mine", adding("mine", 2));
  await it.manager.update("mine", adding("mine", 3));
  const [third, second, first] = (await it.manager.history("mine")).map(({ hash }) => hash.slice(0, 12));
  const lines = (await it.manager.diff("mine")).split("\n");
  expect(lines.slice(0, 2)).toEqual([`--- mine.ts@${second}`, `+++ mine.ts@${third}`]);
  expect(lines).toContain("-  return image.add(2 * times);");
  expect(lines).toContain("+  return image.add(3 * times);");
  expect(await it.manager.diff("mine", first)).toContain("-  return image.add(1 * times);");
  expect(await it.manager.diff("mine", first, second)).toContain("+  return image.add(2 * times);");
  expect(await it.manager.diff("mine", first, first)).toBe("");
  const bundle = await it.manager.export(["mine"]);
  await it.manager.delete("mine");
  await it.manager.import(bundle);
  expect((await it.manager.diff("mine")).split("\n"), "of the last that reads otherwise").toEqual(lines);
});

test("an earlier version comes back as a change of its own", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const [first] = await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.update("mine", adding("mine", 2));
  await it.manager.restore("mine", first?.version.slice(0, 8) as string);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect((await it.manager.history("mine")).map(({ change }) => change)).toEqual(["restored", "updated", "registered"]);
  expect(it.changes.at(-1)).toMatchObject({ kind: "restored", functions: ["mine"] });
});

test("what was deleted comes back", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const [first] = await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.delete("mine");
  await it.manager.restore("mine", first?.version as string);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("an unknown version names the known ones, an unknown function the nearest", async () => {
  await using it = await setting(inProcess);
  const [first] = await it.manager.registerFromCode(adding("mine", 1));
  await expect(it.manager.restore("mine", "feedbeef")).rejects.toMatchObject({ code: "NOT_REGISTERED", message: expect.stringContaining(first?.version.slice(0, 12) as string) });
  await expect(it.manager.history("mien")).rejects.toMatchObject({ code: "NOT_REGISTERED", nearest: ["mine"] });
});

test("a store that keeps no versions says so", async () => {
  const { history: _, ...store } = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  await expect(it.manager.history("mine")).rejects.toMatchObject({ code: "STORE_LACKS" });
});

test("the beginning of a hash that several versions share is refused, and names them", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  await it.manager.registerFromCode(adding("mine", 0));
  const hashes = new Set<string>();
  for (let at = 1; new Set([...hashes].map((hash) => hash[0])).size === hashes.size; at++) hashes.add((await it.manager.update("mine", adding("mine", at)))[0]?.version as string);
  const last = [...hashes].at(-1) as string;
  const shared = [...hashes].filter((hash) => hash[0] === last[0]);
  await expect(it.manager.restore("mine", last[0] as string)).rejects.toMatchObject({ code: "AMBIGUOUS_VERSION", hashes: expect.arrayContaining(shared) });
  await expect(it.manager.diff("mine", last[0])).rejects.toMatchObject({ code: "AMBIGUOUS_VERSION" });
  await it.manager.restore("mine", last);
  expect(it.manager.info("mine").version).toBe(last);
});
