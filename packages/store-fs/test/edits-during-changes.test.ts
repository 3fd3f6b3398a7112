import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isOpenHcsError, type FunctionStore, type StoreChange, type StoredSource, type StoreEvent } from "@openhcs/core";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

const after = (name: string, source: string, language = "ts") => ({ name, source, language });

/** Does something once, in the midst of a change: when a file was renamed to this name. */
function whenRenamed(file: RegExp, work: () => void): void {
  const { rename } = promises;
  const restore = (): void => {
    promises.rename = rename;
    syncBuiltinESMExports();
  };
  promises.rename = async (from, to) => {
    await rename(from, to);
    if (!file.test(String(to))) return;
    restore();
    work();
  };
  syncBuiltinESMExports();
  onTestFinished(restore);
}

/** A store that has "alpha", version "one", and tells what it is told. */
async function watched(): Promise<{ readonly store: Required<FunctionStore>; readonly alpha: StoredSource; readonly path: (file: string) => string; readonly told: (name: string, source: string | undefined) => Promise<void> }> {
  const folder = freshFolder();
  const store = fileStore({ folder });
  onTestFinished(() => store.close());
  const alpha = (await store.change({ kind: "registered", after: after("alpha", "one") })) as StoredSource;
  const events: StoreEvent[] = [];
  await store.watch((event) => events.push(event));
  const told = async (name: string, source: string | undefined): Promise<void> => await expect.poll(() => events.some((event) => event.name === name && event.now?.source === source)).toBe(true);
  return { store, alpha, path: (file) => join(folder, file), told };
}

describe("an edit that is saved in the midst of a change", () => {
  const changes: readonly (readonly [what: string, change: (before: StoredSource) => StoreChange])[] = [
    ["an update", (before) => ({ kind: "updated", before, after: after("alpha", "two") })],
    ["a signature", (before) => ({ kind: "updated", before, after: { ...after("alpha", "one"), signature: { key: "k", signature: "s" } } })],
    ["a renaming", (before) => ({ kind: "renamed", before, after: after("beta", "two") })],
    ["a deletion", (before) => ({ kind: "deleted", before })],
  ];
  const moments = [["before it is certain", /versions/], ["when it is certain", /journal\.json$/]] as const;
  for (const [when, file] of moments) {
    it.each(changes.filter(([what]) => file.source === "versions" ? what === "an update" || what === "a renaming" : true))(`${when} is kept, told of and in the history, and refuses %s`, async (_, change) => {
      const { store, alpha, path, told } = await watched();
      whenRenamed(file, () => writeFileSync(path("alpha.ts"), "edited"));
      await expect(store.change(change(alpha))).rejects.toMatchObject({ code: "STORE_CONFLICT", sourceName: "alpha", expected: alpha.hash });
      expect(readFileSync(path("alpha.ts"), "utf8")).toBe("edited");
      expect(existsSync(path("beta.ts"))).toBe(false);
      await told("alpha", "edited");
      expect((await store.history("alpha")).map((version) => [version.change, version.source])).toEqual([["edited", "edited"], ["registered", "one"]]);
      expect(readdirSync(path(".openhcs/staging"))).toEqual([]);
      expect(existsSync(path(".openhcs/journal.json"))).toBe(false);
    });
  }

  it("into the place of a new file is kept, and refuses it", async () => {
    const { store, path, told } = await watched();
    whenRenamed(/journal\.json$/, () => writeFileSync(path("beta.ts"), "edited"));
    await expect(store.change({ kind: "registered", after: after("beta", "two") })).rejects.toMatchObject({ code: "STORE_CONFLICT", sourceName: "beta", expected: undefined });
    await told("beta", "edited");
    expect((await store.history("beta")).map(({ change, source }) => [change, source])).toEqual([["registered", "edited"]]);
  });

  it("after its file was written is told of, and the change is what it made", async () => {
    const { store, alpha, path, told } = await watched();
    const { open } = promises;
    const folder = path(".");
    // The folder is opened to be flushed when the file is in its place.
    promises.open = (async (...args: Parameters<typeof open>) => {
      if (join(String(args[0])) === join(folder) && readFileSync(path("alpha.ts"), "utf8") === "two") writeFileSync(path("alpha.ts"), "edited");
      return open(...args);
    }) as typeof open;
    syncBuiltinESMExports();
    onTestFinished(() => {
      promises.open = open;
      syncBuiltinESMExports();
    });
    expect(await store.change({ kind: "updated", before: alpha, after: after("alpha", "two") })).toMatchObject({ source: "two" });
    await told("alpha", "edited");
    expect((await store.history("alpha")).map(({ change, source }) => [change, source])).toEqual([["edited", "edited"], ["updated", "two"], ["registered", "one"]]);
  });
});

describe("a change of language", () => {
  it("leaves one file, of the new language", async () => {
    const { store, alpha, path } = await watched();
    expect(await store.change({ kind: "updated", before: alpha, after: after("alpha", "two", "js") })).toMatchObject({ source: "two", filePath: path("alpha.js") });
    expect((await store.load()).sources.map(({ filePath }) => filePath)).toEqual([path("alpha.js")]);
    expect(existsSync(path("alpha.ts"))).toBe(false);
  });

  const neighbours: readonly (readonly [what: string, code: string, make: (path: string) => void])[] = [
    ["a source", "STORE_CONFLICT", (path) => writeFileSync(path, "somebody's")],
    ["a link", "STORE_UNAVAILABLE", (path) => symlinkSync("/nowhere", path)],
    ["a folder", "STORE_UNAVAILABLE", (path) => mkdirSync(path)],
  ];
  it.each(neighbours)("is refused where %s has its place, and changes nothing", async (_, code, make) => {
    const { store, alpha, path } = await watched();
    make(path("alpha.js"));
    await expect(store.change({ kind: "updated", before: alpha, after: after("alpha", "two", "js") })).rejects.toSatisfy((error) => isOpenHcsError(error, code as "STORE_CONFLICT"));
    expect(readFileSync(path("alpha.ts"), "utf8")).toBe("one");
    if (code === "STORE_CONFLICT") expect(readFileSync(path("alpha.js"), "utf8")).toBe("somebody's");
    expect((await store.history("alpha")).map(({ source }) => source)).toEqual(["one"]);
  });

  it("is refused where a file of a third language would have the name afterwards", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder, languages: ["ts", "js", "lua"] });
    const alpha = (await store.change({ kind: "registered", after: after("alpha", "one") })) as StoredSource;
    writeFileSync(join(folder, "alpha.js"), "somebody's");
    await expect(store.change({ kind: "updated", before: alpha, after: after("alpha", "two", "lua") })).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  });
});

it("a file that has the name when that of the first language is deleted is told of", async () => {
  const { store, alpha, path, told } = await watched();
  writeFileSync(path("alpha.js"), "the other");
  await store.change({ kind: "deleted", before: alpha });
  await told("alpha", "the other");
  unlinkSync(path("alpha.js"));
  await told("alpha", undefined);
});
