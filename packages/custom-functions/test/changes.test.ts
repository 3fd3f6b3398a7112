import { LOGGER, memoryStore, provide, type NdArray, type StoredSource } from "@openhcs/core";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();
const pair = (one: number, other: number) => `import { ndarray, type NdArray } from "openhcs";

/** Adds what the helper adds. */
export const first = ndarray(function first(image: NdArray) { return helper(image, ${one}); });

/** Adds more. */
export const second = ndarray(function second(image: NdArray) { return helper(image, ${other}); });

function helper(image: NdArray, amount: number) { return image.add(amount); }
`;

test("update replaces the source as a whole: siblings come and go", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(pair(1, 2));
  const updated = await it.manager.update("second", `${adding("second", 20)}${adding("third", 30).slice(adding("third", 30).indexOf("/**"))}`);
  expect(updated.map(({ name }) => name)).toEqual(["second", "third"]);
  expect(it.manager.list().map(({ name }) => name)).toEqual(["second", "third"]);
  expect(it.runtime.functions.has("openhcs:first")).toBe(false);
  expect(await nested(it.runtime.run("openhcs:third", image()))).toEqual([[[30, 31], [32, 33]]]);
  expect(it.changes.at(-1)).toEqual({ kind: "updated", functions: ["second", "third", "first"], removed: ["first"], sourceName: "second" });
  expect((await store.load()).sources.map(({ name }) => name)).toEqual(["second"]);
});

test("update never overruns the functions of another source", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.registerFromCode(adding("yours", 2));
  await expect(it.manager.update("mine", adding("yours", 3))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", takenName: "yours" });
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("an update that is not valid changes nothing", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  await expect(it.manager.update("mine", "export const mine = 1;")).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect((await store.load()).sources[0]?.source).toBe(adding("mine", 1));
});

test("update of what is not there tells the nearest names", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("brightSpots", 1));
  await expect(it.manager.update("brightSpot", adding("brightSpot", 1))).rejects.toMatchObject({ code: "NOT_REGISTERED", nearest: ["brightSpots"] });
});

test("deleting one of several functions rewrites only its declaration; siblings and helpers survive", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(pair(1, 2));
  expect(await it.manager.delete("first")).toBe(true);
  expect(it.runtime.functions.has("openhcs:first")).toBe(false);
  expect(await nested(it.runtime.run("openhcs:second", image()))).toEqual([[[2, 3], [4, 5]]]);
  const [kept] = (await store.load()).sources;
  expect(kept?.name).toBe("second");
  expect(kept?.source).not.toContain("first");
  expect(kept?.source).toContain("function helper(image: NdArray, amount: number) { return image.add(amount); }");
  expect(it.changes.at(-1)).toMatchObject({ kind: "deleted", removed: ["first"] });
});

test("the source goes with its last function", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(pair(1, 2));
  await it.manager.delete("first");
  expect(await it.manager.delete("second")).toBe(true);
  expect((await store.load()).sources).toEqual([]);
  expect(it.manager.list()).toEqual([]);
  await expect(it.runtime.run("openhcs:second", image())).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});

test("deleting what is not there is false and no event", async () => {
  await using it = await setting(inProcess);
  expect(await it.manager.delete("nothing")).toBe(false);
  expect(it.changes).toEqual([]);
});

test("renaming changes the declaration and the file's name, and nothing else", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(pair(1, 2));
  const renamed = await it.manager.rename("first", "opening");
  expect(renamed.map(({ name }) => name)).toEqual(["opening", "second"]);
  expect((await store.load()).sources.map(({ name, source }) => ({ name, source }))).toEqual([{ name: "opening", source: pair(1, 2).replaceAll("first", "opening") }]);
  expect(await nested(it.runtime.run("openhcs:opening", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect(it.changes.at(-1)).toMatchObject({ kind: "renamed", functions: ["opening", "second", "first"], removed: ["first"] });
});

test("a name that is taken, or none at all, cannot be renamed to", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(pair(1, 2));
  await it.manager.registerFromCode(adding("other", 2));
  await expect(it.manager.rename("first", "other")).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
  await expect(it.manager.rename("first", "second")).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(it.manager.rename("first", "../escape")).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(it.manager.rename("missing", "another")).rejects.toMatchObject({ code: "NOT_REGISTERED" });
  expect(it.manager.list().map(({ name }) => name)).toEqual(["first", "second", "other"]);
});

test("a reference to a function whose source has changed is refused", async () => {
  await using it = await setting(inProcess);
  const [mine] = await it.manager.registerFromCode(adding("mine", 1));
  const [changed] = await it.manager.update("mine", adding("mine", 2));
  await expect(mine?.(image())).rejects.toMatchObject({ code: "FUNCTION_CHANGED", message: expect.stringContaining("openhcs:mine changed; resolve it again") });
  await expect(it.runtime.run(`openhcs:mine@${mine?.version.slice(0, 12)}`, image())).rejects.toMatchObject({ code: "FUNCTION_CHANGED" });
  expect(await nested(changed?.(image()))).toEqual([[[2, 3], [4, 5]]]);
  await it.manager.update("mine", adding("mine", 1));
  expect(await nested(mine?.(image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("a reference to a function that was deleted is refused at once", async () => {
  await using it = await setting(inProcess);
  const [mine] = await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.delete("mine");
  await expect(mine?.(image())).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});

test("every change is one event, after it is visible and before its promise resolves", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const seen: string[] = [];
  it.manager.events.on("changed", ({ kind }) => { seen.push(`${kind}: ${it.manager.list().map(({ name }) => name).join()}; ${[...it.runtime.functions.names()].filter((name) => name.startsWith("openhcs:")).sort().join()}`); });
  await it.manager.registerFromCode(pair(1, 2)).then(() => { seen.push("registered resolved"); });
  await it.manager.update("first", pair(3, 4)).then(() => { seen.push("updated resolved"); });
  await it.manager.rename("first", "opening").then(() => { seen.push("renamed resolved"); });
  await it.manager.delete("opening").then(() => { seen.push("deleted resolved"); });
  expect(seen).toEqual([
    "registered: first,second; openhcs:first,openhcs:second", "registered resolved",
    "updated: first,second; openhcs:first,openhcs:second", "updated resolved",
    "renamed: opening,second; openhcs:opening,openhcs:second", "renamed resolved",
    "deleted: second; openhcs:second", "deleted resolved",
  ]);
});

test("a listener that throws harms nobody", async () => {
  const warnings: string[] = [];
  await using it = await setting(inProcess, { services: [provide(LOGGER, { warn: (message) => { warnings.push(message); }, debug: () => {} })] });
  it.manager.events.on("changed", () => { throw new Error("clumsy"); });
  let heard = 0;
  it.manager.events.on("changed", () => { heard++; });
  await it.manager.registerFromCode(adding("mine", 1));
  expect(heard).toBe(1);
  expect(warnings).toEqual(['a listener of "changed" failed']);
});

test("functions that are not persisted behave as those that are", async () => {
  const story = async (persist: boolean) => {
    await using it = await setting({ ...inProcess, stores: [memoryStore()] });
    await it.manager.registerFromCode(pair(1, 2), { persist });
    await it.manager.update("first", pair(3, 4));
    await it.manager.rename("second", "last");
    await it.manager.delete("first");
    const [{ persisted: _, ...info } = { persisted: false }] = it.manager.list();
    const history = (await it.manager.history("last")).map(({ change, hash }) => ({ change, hash }));
    const diff = await it.manager.diff("last");
    await it.manager.restore("last", history.at(-1)?.hash as string);
    return { info, history, diff, changes: it.changes, now: it.manager.list().map(({ name, version }) => ({ name, version })), result: await nested(it.runtime.run("openhcs:first", image())) };
  };
  expect(await story(false)).toEqual(await story(true));
});

test("a function is found by the name that its source writes, in whatever case", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("TopHat", 1) + adding("Quiet_one", 2).replace(/^import.*\n/, ""));
  for (const name of ["TopHat", "topHat", "top_hat", "openhcs:TopHat"]) {
    expect(it.manager.info(name).name).toBe("topHat");
  }
  expect(it.manager.info("Quiet_one")).toMatchObject({ key: "openhcs:quietOne" });
  expect(await nested(it.runtime.run("openhcs:TopHat", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect(await it.manager.delete("TopHat")).toBe(true);
});

test("what changes nothing is told to nobody", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.loadAll();
  expect(it.changes).toEqual([]);
  await it.manager.registerFromCode(adding("mine", 1));
  it.changes.length = 0;
  await it.manager.update("mine", adding("mine", 1));
  await it.manager.update("mine", adding("mine", 1), { trusted: true });
  await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.loadAll();
  expect(it.changes).toEqual([]);
  expect(await it.manager.history("mine")).toHaveLength(1);
});

test("what is kept now finds a name in its store, though a source there has its own", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("other", 1), { name: "mine" });
  await it.manager.registerFromCode(adding("mine", 1), { persist: false });
  await it.manager.registerFromCode(adding("mine", 1));
  expect(it.manager.info("mine")).toMatchObject({ persisted: true, sourceName: "mine2" });
  expect((await store.load()).sources.map(({ name }) => name).sort()).toEqual(["mine", "mine2"]);
});

test("the good text again does not hide a broken edit in the store", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  const before = await store.read("mine") as StoredSource;
  await store.change({ kind: "edited", before, after: { ...before, source: "const unfinished = ;" } });
  await it.manager.loadAll();
  await expect(it.manager.registerFromCode(adding("mine", 1))).rejects.toMatchObject({ code: "BROKEN_EDIT", sourceName: "mine" });
  await it.manager.update("mine", adding("mine", 1));
  expect((await store.read("mine"))?.source).toBe(adding("mine", 1));
  expect(it.manager.failures).toEqual([]);
});
