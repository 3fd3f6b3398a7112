import { LOGGER, memoryStore, provide, type FunctionStore, type NdArray, type StoreChange } from "@openhcs/core";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting, type Setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

/** A store that fails in the changes that it is told to. */
function brittle(): FunctionStore & { failing: (change: StoreChange) => boolean } {
  const store = memoryStore();
  const it = { ...store, failing: (_: StoreChange) => false, change: (change: StoreChange) => (it.failing(change) ? Promise.reject(new Error("the disk is full")) : store.change(change)) };
  return it;
}

/** From now on the registry refuses its next change. */
function refuseNext({ runtime }: Setting): void {
  const apply = runtime.functions.apply.bind(runtime.functions);
  runtime.functions.apply = () => {
    runtime.functions.apply = apply;
    throw new Error("the registry refuses");
  };
}

async function state({ manager, runtime }: Setting, store: FunctionStore) {
  return {
    listed: manager.list(), registered: [...runtime.functions].filter(({ namespace }) => namespace === "openhcs").map(({ key, version }) => ({ key, version })),
    stored: (await store.load()).sources.map(({ name, source }) => ({ name, source })),
  };
}

const operations: Readonly<Record<string, (it: Setting) => Promise<unknown>>> = {
  registerFromCode: ({ manager }) => manager.registerFromCode(adding("another", 3)),
  update: ({ manager }) => manager.update("mine", adding("mine", 2)),
  rename: ({ manager }) => manager.rename("mine", "ours"),
  delete: ({ manager }) => manager.delete("mine"),
  restore: async ({ manager }) => manager.restore("mine", (await manager.history("mine")).at(-1)?.hash as string),
};

for (const [name, operate] of Object.entries(operations)) {
  test(`${name} that the store refuses leaves everything as it was`, async () => {
    const store = brittle();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.registerFromCode(adding("mine", 0));
    await it.manager.update("mine", adding("mine", 1));
    const before = await state(it, store);
    it.changes.length = 0;
    store.failing = () => true;
    await expect(operate(it)).rejects.toThrow("the disk is full");
    expect(await state(it, store)).toEqual(before);
    expect(it.changes).toEqual([]);
    expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
  });

  test(`${name} that the registry refuses is undone in the store`, async () => {
    const store = memoryStore();
    await using it = await setting({ ...inProcess, stores: [store] });
    await it.manager.registerFromCode(adding("mine", 0));
    await it.manager.update("mine", adding("mine", 1));
    const before = await state(it, store);
    it.changes.length = 0;
    refuseNext(it);
    await expect(operate(it)).rejects.toThrow("the registry refuses");
    expect(await state(it, store)).toEqual(before);
    expect(it.changes).toEqual([]);
    expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
    await operate(it);
  });
}

test("a bundle of which the second source cannot be stored leaves nothing of the first", async () => {
  await using from = await setting(inProcess);
  await from.manager.registerFromCode(adding("one", 1));
  await from.manager.registerFromCode(adding("two", 2));
  const store = brittle();
  await using it = await setting({ ...inProcess, stores: [store] });
  store.failing = ({ after }) => after?.name === "two";
  await expect(it.manager.import(await from.manager.export())).rejects.toThrow("the disk is full");
  expect(await state(it, store)).toEqual({ listed: [], registered: [], stored: [] });
  store.failing = () => false;
  expect(await it.manager.import(await from.manager.export())).toHaveLength(2);
});

test("a change that came between is a conflict, not a loss", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1));
  const held = await store.read("mine");
  await store.change({ kind: "edited", before: { name: "mine", hash: held?.hash as string }, after: { name: "mine", source: adding("mine", 9), language: "ts" } });
  await expect(it.manager.update("mine", adding("mine", 2))).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  expect((await store.read("mine"))?.source).toBe(adding("mine", 9));
});

test("a source that cannot leave the memory for the store stays where it was", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("mine", 1), { persist: false });
  const before = await state(it, store);
  refuseNext(it);
  await expect(it.manager.registerFromCode(adding("mine", 1))).rejects.toThrow("the registry refuses");
  expect(await state(it, store)).toEqual(before);
  expect(it.manager.info("mine").persisted).toBe(false);
  await it.manager.registerFromCode(adding("mine", 1));
  expect(it.manager.info("mine").persisted).toBe(true);
});

test("of a bundle that moves sources between stores, a second write that fails takes back the first", async () => {
  const [first, second] = [brittle(), brittle()];
  await using from = await setting(inProcess);
  await from.manager.registerFromCode(`${adding("one", 5)}${adding("two", 5).replace(/^import.*\n/, "")}`);
  await using it = await setting({ ...inProcess, stores: [first, second] });
  await it.manager.registerFromCode(adding("one", 1));
  await second.change({ kind: "registered", after: { name: "two", source: adding("two", 2), language: "ts" } });
  await it.manager.loadAll();
  const before = [await state(it, first), await state(it, second)];
  second.failing = ({ kind }) => kind === "deleted";
  await expect(it.manager.import(await from.manager.export(), { replace: true })).rejects.toThrow("the disk is full");
  expect([await state(it, first), await state(it, second)]).toEqual(before);
  second.failing = () => false;
  await it.manager.import(await from.manager.export(), { replace: true });
  expect((await second.load()).sources).toEqual([]);
});

test("a change that cannot even be undone in its store is told, and what failed first is thrown", async () => {
  const warnings: string[] = [];
  const store = brittle();
  await using it = await setting({ ...inProcess, stores: [store] }, { services: [provide(LOGGER, { warn: (message) => { warnings.push(message); }, debug: () => {} })] });
  await it.manager.registerFromCode(adding("mine", 1));
  store.failing = ({ kind }) => kind === "restored";
  refuseNext(it);
  await expect(it.manager.update("mine", adding("mine", 2))).rejects.toThrow("the registry refuses");
  expect(warnings).toEqual([expect.stringContaining("could not be undone")]);
  expect(await nested(it.runtime.run("openhcs:mine", image()))).toEqual([[[1, 2], [3, 4]]]);
});
