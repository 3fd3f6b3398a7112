import { memoryStore, type NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting, type Setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();
const pair = adding("one", 1) + adding("two", 2).replace(/^import.*\n/, "");

/** The host's own function under the key of a custom one. */
function replaceMine({ runtime: { functions } }: Setting) {
  const own = { ...functions.get("gaussian"), key: "openhcs:mine" };
  functions.register("openhcs:mine", own, { replace: true });
  return own;
}

test("a function that the host unregisters is listed no more, and is there again when it is registered again", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  it.runtime.functions.unregister("openhcs:mine");
  expect(it.manager.list()).toEqual([]);
  expect(() => it.manager.info("mine")).toThrow(expect.objectContaining({ code: "NOT_REGISTERED" }));
  expect(it.changes.at(-1)).toEqual({ kind: "deleted", functions: ["mine"], removed: ["mine"], sourceName: "mine" });
  const [mine] = await it.manager.registerFromCode(adding("mine", 1));
  expect(await nested(mine?.(image()))).toEqual([[[1, 2], [3, 4]]]);
  expect((await store.load()).sources).toHaveLength(1);
});

test("another text may take the name of a function that the host unregistered, in the registry and in the store", async () => {
  for (const persist of [true, false]) {
    const store = memoryStore();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.registerFromCode(adding("mine", 1), { persist });
    it.runtime.functions.unregister("openhcs:mine");
    await it.manager.registerFromCode(adding("mine", 2), { persist });
    expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[2, 3], [4, 5]]]);
    expect(it.manager.info("mine").sourceName).toBe("mine");
    expect((await store.load()).sources.map(({ name }) => name)).toEqual(persist ? ["mine"] : []);
  }
});

test("loading, updating and deleting reach the source of a function that the host unregistered", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  it.runtime.functions.unregister("openhcs:mine");
  await it.manager.loadAll();
  expect(it.manager.list()).toHaveLength(1);
  it.runtime.functions.unregister("openhcs:mine");
  await it.manager.update("mine", adding("mine", 3));
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[3, 4], [5, 6]]]);
  it.runtime.functions.unregister("openhcs:mine");
  expect(await it.manager.delete("mine")).toBe(true);
  expect((await store.load()).sources).toEqual([]);
});

test("a function that the host put in the place of a custom one is the host's, whatever the manager does", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  await it.manager.registerFromCode(adding("mine", 1));
  const own = replaceMine(it);
  expect(it.manager.list()).toEqual([]);
  await expect(it.manager.registerFromCode(adding("mine", 1))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", message: expect.stringContaining("the host registered it") });
  await expect(it.manager.update("mine", adding("mine", 2))).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
  expect((await it.manager.loadAll()).failures).toMatchObject([{ sourceName: "mine", code: "ALREADY_REGISTERED" }]);
  expect(it.runtime.functions.get("openhcs:mine")).toBe(own);
  expect(await it.manager.delete("mine")).toBe(true);
  expect(it.runtime.functions.get("openhcs:mine")).toBe(own);
  await it.manager[Symbol.asyncDispose]();
  expect(it.runtime.functions.get("openhcs:mine")).toBe(own);
});

test("closing the manager leaves what the host put in the place of a custom function", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("mine", 1));
  const own = replaceMine(it);
  await it.manager[Symbol.asyncDispose]();
  expect(it.runtime.functions.get("openhcs:mine")).toBe(own);
});

test("of a source of two the other one stays, and the pair is whole when it is registered again", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(pair);
  it.runtime.functions.unregister("openhcs:one");
  expect(it.manager.list().map(({ name }) => name)).toEqual(["two"]);
  expect(await nested(it.runtime.run("openhcs:two", image()))).toEqual([[[2, 3], [4, 5]]]);
  await it.manager.registerFromCode(pair);
  expect(it.manager.list().map(({ name }) => name).sort()).toEqual(["one", "two"]);
});
