import { describe, expect, it, test } from "vitest";
import { memoryStore, type FunctionStore } from "@openhcs/core";
import { runStoreCase, storeCases, testStore, type StoreCase, type StoreSuiteOptions } from "@openhcs/conformance";
import { brokenStores } from "./broken/broken-stores.js";
import { Shelf, type ShelfStore } from "./shelf.js";

type StoreSubject = Parameters<StoreCase["run"]>[0];

/** Stores on a shelf of their own, and others on the same shelf. */
function onShelves(spoil: (store: ShelfStore) => void = () => {}): { readonly make: () => FunctionStore; readonly options: StoreSuiteOptions } {
  const shelves = new WeakMap<FunctionStore, Shelf>();
  const open = (shelf: Shelf): FunctionStore => {
    const store = shelf.open();
    spoil(store);
    shelves.set(store, shelf);
    return store;
  };
  return { make: () => open(new Shelf()), options: { reopen: (store) => open(shelves.get(store) as Shelf), otherLanguage: "js", limitMs: 500 } };
}

testStore(memoryStore, { otherLanguage: "js", test });

describe("a sound store with every capability", () => {
  const { make, options } = onShelves();
  testStore(make, { ...options, test });

  it("leaves nothing to skip", async () => {
    for (const each of storeCases) expect(await runStoreCase(each, make, options), each.name).toBeUndefined();
  });
});

describe("the suite for stores notices", () => {
  for (const { what, spoil, failing, message } of brokenStores) {
    it(what, async () => {
      const { make, options } = onShelves(spoil);
      const found = storeCases.find(({ name }) => name === failing);
      expect(found, `the suite has no test "${failing}"`).toBeDefined();
      await expect(runStoreCase(found as NonNullable<typeof found>, make, options)).rejects.toThrow(message);
    });
  }

  it("some fault by every one of its tests", () => {
    const seen = new Set(brokenStores.map(({ failing }) => failing));
    expect(storeCases.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe("the suite for stores skips with the reason", () => {
  const bare = (): FunctionStore => {
    const { name, load, change, read } = memoryStore();
    return { name, load, change, read };
  };

  it.each([
    ["the history tells every version", "keeps no history"],
    ["trusts the keys", "keeps no trusted keys"],
    ["tells of every change", "does not tell of changes"],
    ["a source that changes its language", "takes one language"],
    ["refuses registering under a name that is taken, in another language", "takes one language"],
    ["closing twice", "has nothing to close"],
    ["sources and signatures are there for another object", "keeps nothing beyond its object"],
  ])("%s", async (part, reason) => {
    const found = storeCases.find(({ name }) => name.startsWith(part));
    expect(await runStoreCase(found as NonNullable<typeof found>, bare)).toContain(reason);
  });
});

describe("a store that cannot be closed", () => {
  const closed: FunctionStore[] = [];
  const make = (): FunctionStore => {
    const store: FunctionStore = { ...memoryStore(), close: async () => { throw new Error(`close failed: ${closed.push(store)}`); } };
    return store;
  };
  const openTwo = async (subject: StoreSubject) => [await subject.open(), await subject.open()];

  it("hides nothing that was found before, and keeps no other open", async () => {
    const run = async (subject: StoreSubject) => {
      await openTwo(subject);
      throw new Error("the real fault");
    };
    await expect(runStoreCase({ name: "fails", run }, make)).rejects.toThrow("the real fault");
    expect(new Set(closed.splice(0)).size).toBe(2);
  });

  it("is told of with what failed first, though the test itself passed or was skipped", async () => {
    await expect(runStoreCase({ name: "passes", run: async (subject) => void await openTwo(subject) }, make)).rejects.toThrow("close failed: 1");
    const [history] = storeCases.filter(({ name }) => name.startsWith("sources and signatures are there for another object"));
    await expect(runStoreCase(history as NonNullable<typeof history>, make)).rejects.toThrow("close failed: 3");
  });
});
