import { createRuntime, memoryStore, type FunctionStore } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { Isolation } from "@openhcs/isolation";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting } from "./setting.js";

/** A store that counts how often it was closed, and fails where it is told to. */
function counting({ watchFails = false, closeFails = false } = {}): FunctionStore & { readonly closed: number } {
  let closed = 0;
  return {
    ...memoryStore(),
    get closed() { return closed; },
    watch: async () => ({ [Symbol.asyncDispose]: async () => { if (watchFails) throw new Error("the watch cannot be ended"); } }),
    close: async () => {
      closed++;
      if (closeFails) throw new Error("the store cannot be closed");
    },
  };
}

test("closing that fails in one place goes on in all others, and tells what failed first", async () => {
  const stores = [counting({ watchFails: true, closeFails: true }), counting({ watchFails: true })];
  const it = await setting({ ...inProcess, stores });
  await it.manager.registerFromCode(adding("mine", 1));
  await it.manager.loadAll();
  await expect(it.manager[Symbol.asyncDispose]()).rejects.toThrow("the watch cannot be ended");
  expect(it.runtime.functions.has("openhcs:mine")).toBe(false);
  expect(stores.map(({ closed }) => closed)).toEqual([1, 1]);
  expect(it.manager.list()).toEqual([]);
});

test("a store object serves one manager at a time, and is free when that one is closed", async () => {
  const [first, second] = [counting(), counting()];
  const it = await setting({ stores: [first] });
  const runtime = await createRuntime();
  expect(() => new CustomFunctionManager({ runtime, stores: [second, first] })).toThrow(expect.objectContaining({ code: "STORE_IN_USE", store: "memory" }));
  expect(() => new CustomFunctionManager({ runtime, stores: [second, second] })).toThrow(expect.objectContaining({ code: "STORE_IN_USE" }));
  await using other = await setting({ stores: [second] });
  await it[Symbol.asyncDispose]();
  await using heir = await setting({ stores: [first] });
  expect(first.closed).toBe(1);
  await runtime[Symbol.asyncDispose]();
  expect([first.closed, second.closed]).toEqual([1, 0]);
  expect([heir.manager.list(), other.manager.list()]).toEqual([[], []]);
});

test("a manager that cannot be made leaves its stores free", async () => {
  const store = memoryStore();
  const runtime = await createRuntime();
  await runtime[Symbol.asyncDispose]();
  expect(() => new CustomFunctionManager({ runtime, stores: [store] })).toThrow("disposed");
  await using it = await setting({ stores: [store] });
  expect(it.manager.list()).toEqual([]);
});

const serving = (isolation: Isolation) => isolation.children().filter(({ hash }) => hash !== undefined).length;

test("a manager takes its children along from an isolation that others use", async () => {
  await using isolation = new Isolation({ spares: 0 });
  await using stays = await setting({ isolation });
  const goes = await setting({ isolation });
  await stays.manager.registerFromCode(adding("mine", 1));
  await goes.manager.registerFromCode(adding("mine", 1));
  expect(serving(isolation)).toBe(2);
  await goes[Symbol.asyncDispose]();
  expect(serving(isolation)).toBe(1);
  await stays.runtime.run("openhcs:mine", image());
});

/** Waits for what nobody else waits for: children that end in their own time. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("a registration that is refused leaves no child", async () => {
  await using isolation = new Isolation({ spares: 0 });
  const store = memoryStore();
  const failing: FunctionStore = { ...store, change: (change) => (change.after?.name === "full" ? Promise.reject(new Error("the disk is full")) : store.change(change)) };
  await using it = await setting({ isolation, stores: [failing] });
  await it.manager.registerFromCode(adding("mine", 1));
  await expect(it.manager.registerFromCode(adding("mine", 2), { name: "other" })).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
  expect(serving(isolation)).toBe(1); // It was never run.
  await expect(it.manager.registerFromCode(adding("full", 1))).rejects.toThrow("the disk is full");
  await until(() => serving(isolation) === 1);
  expect(await it.manager.registerFromCode(adding("third", 1))).toHaveLength(1);
});

test("a bundle that is refused leaves no child of what was fine in it", async () => {
  await using isolation = new Isolation({ spares: 0 });
  await using from = await setting(inProcess);
  await from.manager.registerFromCode(adding("fine", 1));
  await from.manager.registerFromCode(adding("taken", 1));
  await using it = await setting({ isolation });
  await it.manager.registerFromCode(adding("taken", 2));
  await expect(it.manager.import(await from.manager.export())).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
  await until(() => serving(isolation) === 1);
  expect(it.manager.list().map(({ name }) => name)).toEqual(["taken"]);
});

test("the same text again with other limits keeps what serves it", async () => {
  await using isolation = new Isolation({ spares: 0 });
  await using it = await setting({ isolation });
  await it.manager.registerFromCode(adding("mine", 1));
  const [child] = isolation.children();
  await it.manager.registerFromCode(adding("mine", 1), { limits: { timeoutMs: 10_000 } });
  await it.runtime.run("openhcs:mine", image());
  expect(isolation.children().map(({ pid }) => pid)).toEqual([child?.pid]);
});
