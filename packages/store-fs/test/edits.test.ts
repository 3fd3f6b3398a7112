import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FunctionStore, StoreEvent } from "@openhcs/core";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

/** A folder that is watched, as a person with an editor finds it. */
async function watched(): Promise<{ readonly folder: string; readonly store: FunctionStore; readonly events: StoreEvent[]; readonly path: (file: string) => string; readonly arrived: (count: number) => Promise<void>; readonly told: (count: number) => Promise<readonly (readonly [string, string | undefined])[]> }> {
  const folder = freshFolder();
  const path = (file: string): string => join(folder, file);
  writeFileSync(path("alpha.ts"), "one");
  const store = fileStore({ folder });
  await store.load();
  const events: StoreEvent[] = [];
  let wake = (): void => {};
  const arrivals = new Map<string, () => void>();
  const subscription = await store.watch((event) => {
    events.push(event);
    wake();
    arrivals.get(event.name ?? "")?.();
  });
  onTestFinished(() => subscription[Symbol.asyncDispose]());
  let markers = 0;
  const own = () => events.filter(({ name }) => !name?.startsWith("marker"));
  const arrived = async (count: number): Promise<void> => {
    while (own().length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  /** What was told, `count` times or oftener, up to a file that comes and goes now: one that is missing is told of last, after it had time to return. */
  const told = async (count: number): Promise<readonly (readonly [string, string | undefined])[]> => {
    await arrived(count);
    const marker = `marker${markers++}`;
    const next = () => new Promise<void>((resolve) => arrivals.set(marker, resolve));
    const came = next();
    writeFileSync(path(`${marker}.ts`), "marker");
    await came;
    const went = next();
    unlinkSync(path(`${marker}.ts`));
    await went;
    const all = own();
    events.length = 0;
    return all.map(({ name = "the keys", now, failure }) => [name, now?.source ?? failure?.reason]);
  };
  return { folder, store, events, path, arrived, told };
}

describe("an edit is told of once, as it is in the end", () => {
  const edits: readonly (readonly [what: string, edit: (path: (file: string) => string) => unknown, expected: readonly (readonly [string, string | undefined])[]])[] = [
    ["written in place", (path) => writeFileSync(path("alpha.ts"), "two"), [["alpha", "two"]]],
    ["written beside and renamed over it", (path) => {
      writeFileSync(path(".alpha.ts.new"), "two");
      renameSync(path(".alpha.ts.new"), path("alpha.ts"));
    }, [["alpha", "two"]]],
    ["moved to a backup and written anew", async (path) => {
      renameSync(path("alpha.ts"), path("alpha.ts~"));
      await sleep(100);
      writeFileSync(path("alpha.ts"), "two");
    }, [["alpha", "two"]]],
    ["removed and written anew", async (path) => {
      unlinkSync(path("alpha.ts"));
      await sleep(100);
      writeFileSync(path("alpha.ts"), "two");
    }, [["alpha", "two"]]],
    ["emptied and written a while later", async (path) => {
      writeFileSync(path("alpha.ts"), "");
      await sleep(150);
      writeFileSync(path("alpha.ts"), "two");
    }, [["alpha", "two"]]],
    ["written piece by piece", async (path) => {
      const file = openSync(path("alpha.ts"), "w");
      for (const piece of ["t", "w", "o"]) {
        writeSync(file, piece);
        await sleep(20);
      }
      closeSync(file);
    }, [["alpha", "two"]]],
    ["emptied for good", (path) => writeFileSync(path("alpha.ts"), ""), [["alpha", ""]]],
    ["deleted", (path) => unlinkSync(path("alpha.ts")), [["alpha", undefined]]],
    ["dropped into the folder", (path) => writeFileSync(path("beta.ts"), "new"), [["beta", "new"]]],
    ["made unreadable", (path) => writeFileSync(path("alpha.ts"), Buffer.from([0xff])), [["alpha", "is not valid UTF-8"]]],
    ["dropped under a name that is none", (path) => writeFileSync(path("my-filter.ts"), "new"), [["my-filter", expect.stringContaining("cannot name") as unknown as string]]],
    ["touched", (path) => utimesSync(path("alpha.ts"), new Date(), new Date()), []],
    ["written as it was", (path) => writeFileSync(path("alpha.ts"), "one"), []],
    ["changed and changed back", (path) => {
      writeFileSync(path("alpha.ts"), "two");
      writeFileSync(path("alpha.ts"), "one");
    }, []],
    ["of other files", (path) => {
      for (const file of [".alpha.ts.swp", "alpha.ts~", "#alpha.ts#", "4913", "notes.md"]) writeFileSync(path(file), "other");
    }, []],
  ];
  it.each(edits)("%s", async (_, edit, expected) => {
    const { path, told } = await watched();
    await edit(path);
    expect(await told(expected.length)).toEqual(expected);
  });

  it("renamed: the old name is gone, and there is a new one", async () => {
    const { path, told } = await watched();
    renameSync(path("alpha.ts"), path("beta.ts"));
    expect(new Map(await told(2))).toEqual(new Map([["alpha", undefined], ["beta", "one"]]));
  });

  it("again and again by renames, where other watchers miss all but the first", async () => {
    const { path, told } = await watched();
    for (const text of ["two", "three", "four"]) {
      writeFileSync(path(".new"), text);
      renameSync(path(".new"), path("alpha.ts"));
      expect(await told(1)).toEqual([["alpha", text]]);
    }
  });

  it("after it was unreadable for a while", async () => {
    const { path, told } = await watched();
    writeFileSync(path("alpha.ts"), Buffer.from([0xff]));
    await told(1);
    writeFileSync(path("alpha.ts"), "one");
    expect(await told(1)).toEqual([["alpha", "one"]]);
  });

  it("after the folder was away, which is no deletion", async () => {
    const { folder, path, told, events } = await watched();
    renameSync(folder, `${folder}-away`);
    await (await watched()).told(0); // Another folder shows when a file that is missing would have been told of.
    expect(events).toEqual([]);
    renameSync(`${folder}-away`, folder);
    writeFileSync(path("alpha.ts"), "two");
    expect(await told(1)).toEqual([["alpha", "two"]]);
  });

  it.skipIf(process.platform === "win32")("after the folder was away and something that cannot be looked at was in its place", async () => {
    const { folder, path, told } = await watched();
    renameSync(folder, `${folder}-away`);
    await sleep(150); // Until it is looked for.
    symlinkSync(folder, folder);
    await sleep(700); // Until the link was looked at.
    unlinkSync(folder);
    renameSync(`${folder}-away`, folder);
    writeFileSync(path("alpha.ts"), "two");
    expect(await told(1)).toEqual([["alpha", "two"]]);
  });

  it("after `.openhcs` was removed", async () => {
    const { folder, path, told } = await watched();
    rmSync(join(folder, ".openhcs"), { recursive: true });
    writeFileSync(path("alpha.ts"), "two");
    expect(await told(1)).toEqual([["alpha", "two"]]);
  });
});

it("an edit that cannot be looked at is told of as a failure, once, and as an edit when it can", async () => {
  const { folder, path, told, arrived, store } = await watched();
  const log = join(folder, ".openhcs", "history.jsonl");
  await expect.poll(() => existsSync(log)).toBe(true); // The watch puts down what it finds.
  renameSync(log, `${log}-away`);
  mkdirSync(log);
  writeFileSync(path("alpha.ts"), "two");
  await arrived(1);
  await sleep(1_500); // Until it was looked at again.
  rmdirSync(log);
  renameSync(`${log}-away`, log);
  expect(await told(2)).toEqual([["alpha", expect.stringMatching(/^cannot be followed: .*history\.jsonl is not a regular file/)], ["alpha", "two"]]);
  expect((await store.load()).warnings).toEqual([expect.stringMatching(/^edits cannot be followed: /)]);
  expect((await store.load()).warnings, "told once").toEqual([]);
});

it("changes by another that follow at once upon one that was told of are told of as well", async () => {
  const { folder, arrived, events } = await watched();
  const other = fileStore({ folder });
  let [alpha] = (await other.load()).sources;
  for (let at = 0; at < 12; at++) {
    alpha = await other.change({ kind: "updated", ...(alpha && { before: alpha }), after: { name: "alpha", source: `change ${at}`, language: "ts" } });
    await arrived(at + 1);
  }
  expect(events.map(({ now }) => now?.source)).toEqual(Array.from({ length: 12 }, (_, at) => `change ${at}`));
});

describe("edits come into the history", () => {
  const changesOf = async (store: FunctionStore, name: string): Promise<unknown> => (await store.history?.(name))?.map(({ change, source }) => [change, source]);

  it("once, though several watch", async () => {
    const { folder, store, path, told } = await watched();
    const other = fileStore({ folder });
    await other.load();
    const subscription = await other.watch(() => {});
    writeFileSync(path("alpha.ts"), "two");
    await told(1);
    unlinkSync(path("alpha.ts"));
    await told(1);
    await subscription[Symbol.asyncDispose]();
    expect(await changesOf(store, "alpha")).toEqual([["deleted", "two"], ["edited", "two"], ["registered", "one"]]);
  });

  it("when they are loaded, though nobody watched", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "alpha.ts"), "one");
    await fileStore({ folder }).load();
    appendFileSync(join(folder, "alpha.ts"), ", two");
    await Promise.all([fileStore({ folder }).load(), fileStore({ folder }).load()]);
    unlinkSync(join(folder, "alpha.ts"));
    const store = fileStore({ folder });
    await store.load();
    await store.load();
    expect(await changesOf(store, "alpha")).toEqual([["deleted", "one, two"], ["edited", "one, two"], ["registered", "one"]]);
  });

  it("after the load, where there are many", async () => {
    const folder = freshFolder();
    for (let at = 0; at < 120; at++) writeFileSync(join(folder, `f${at}.ts`), String(at));
    const store = fileStore({ folder });
    expect((await store.load()).sources.length).toBe(120);
    await expect.poll(() => changesOf(store, "f119")).toEqual([["registered", "119"]]);
    // The names come in order, "f99" last.
    await expect.poll(() => changesOf(store, "f99")).toEqual([["registered", "99"]]);
    expect(await Promise.all(Array.from({ length: 120 }, (_, at) => changesOf(store, `f${at}`)))).toEqual(Array.from({ length: 120 }, (_, at) => [["registered", String(at)]]));
  });

  it("before the change that goes out from them", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    await store.change({ kind: "registered", after: { name: "alpha", source: "one", language: "ts" } });
    writeFileSync(join(folder, "alpha.ts"), "two");
    const edited = await store.read("alpha");
    await store.change({ kind: "updated", ...(edited && { before: edited }), after: { name: "alpha", source: "three", language: "ts" } });
    expect(await changesOf(store, "alpha")).toEqual([["updated", "three"], ["edited", "two"], ["registered", "one"]]);
  });

  it("and end a signature", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    await store.change({ kind: "registered", after: { name: "alpha", source: "one", language: "ts", signature: { key: "k", signature: "s" } } });
    writeFileSync(join(folder, "alpha.ts"), "two");
    expect((await store.load()).sources[0]).not.toHaveProperty("signature");
  });
});

it("a folder is watched by a relative path, and where nothing can be kept beside the sources", async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, ".openhcs"), "");
  const store = fileStore({ folder: relative(process.cwd(), folder) });
  onTestFinished(() => store.close?.());
  const told = new Promise<StoreEvent>((resolve) => void store.watch?.(resolve).then(() => writeFileSync(join(folder, "alpha.ts"), "one")));
  expect(await told).toMatchObject({ name: "alpha", now: { source: "one", filePath: join(folder, "alpha.ts") } });
});

it("a change from a version that was edited since is refused", async () => {
  const folder = freshFolder();
  const store = fileStore({ folder });
  const alpha = await store.change({ kind: "registered", after: { name: "alpha", source: "one", language: "ts" } });
  writeFileSync(join(folder, "alpha.ts"), "two");
  await expect(store.change({ kind: "deleted", ...(alpha && { before: alpha }) })).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  expect((await store.read("alpha"))?.source).toBe("two");
});

it("a folder made by hand after the store was opened is taken as it is", async () => {
  const folder = join(freshFolder(), "later");
  const store = fileStore({ folder });
  mkdirSync(folder);
  writeFileSync(join(folder, "alpha.ts"), "one");
  expect((await store.load()).sources.map(({ name }) => name)).toEqual(["alpha"]);
});
