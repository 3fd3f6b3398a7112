import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileStore } from "@openhcs/store-fs";
import { expect, test } from "vitest";
import { adding, inProcess, setting, type Setting } from "./setting.js";
import { temporaryFolder } from "./temporary-folder.js";

/** Two hosts on one folder, the second of which is told of nothing: it is always as late as it can be. */
async function hosts(path: string): Promise<AsyncDisposable & { readonly one: Setting; readonly late: Setting }> {
  const one = await setting({ ...inProcess, stores: [fileStore({ folder: path })], watch: false });
  await one.manager.registerFromCode(adding("mine", 1));
  const late = await setting({ ...inProcess, stores: [fileStore({ folder: path })], watch: false });
  await late.manager.loadAll();
  return { one, late, async [Symbol.asyncDispose]() { await one[Symbol.asyncDispose](); await late[Symbol.asyncDispose](); } };
}

const names = ({ manager }: Setting) => manager.list().map(({ name }) => name);

test("a bundle that is imported just after another host deleted the same text is stored again", async () => {
  await using folder = await temporaryFolder();
  await using both = await hosts(folder.path);
  const bundle = await both.late.manager.export();
  await both.one.manager.delete("mine");
  expect((await both.late.manager.import(bundle)).map(({ name }) => name)).toEqual(["mine"]);
  expect(await readFile(join(folder.path, "mine.ts"), "utf8")).toBe(adding("mine", 1));
  expect(both.late.changes.map(({ kind }) => kind)).toEqual(["loaded", "deleted", "imported"]);
});

test("a source that is registered just after another host deleted the same text is stored again", async () => {
  await using folder = await temporaryFolder();
  await using both = await hosts(folder.path);
  await both.one.manager.delete("mine");
  await both.late.manager.registerFromCode(adding("mine", 1));
  expect(await readFile(join(folder.path, "mine.ts"), "utf8")).toBe(adding("mine", 1));
});

test("a name that another host has just deleted is free for registering, importing, renaming and updating", async () => {
  await using folder = await temporaryFolder();
  await using both = await hosts(folder.path);
  const { one, late } = both;
  await one.manager.delete("mine");
  await late.manager.registerFromCode(adding("mine", 2));
  await one.manager.loadAll();
  const bundle = await one.manager.export();
  await late.manager.update("mine", adding("mine", 3));
  await late.manager.delete("mine");
  expect((await one.manager.import(bundle)).map(({ name }) => name)).toEqual(["mine"]);
  await late.manager.loadAll();
  await late.manager.registerFromCode(adding("other", 1));
  await one.manager.delete("mine");
  await late.manager.rename("other", "mine");
  await one.manager.loadAll();
  await one.manager.registerFromCode(adding("third", 1));
  await late.manager.delete("mine");
  await one.manager.update("third", adding("mine", 1));
  expect(names(one)).toEqual(["mine"]);
});

test("deleting what another host has just deleted finds nothing", async () => {
  await using folder = await temporaryFolder();
  await using both = await hosts(folder.path);
  await both.one.manager.delete("mine");
  expect(await both.late.manager.delete("mine")).toBe(false);
  expect(names(both.late)).toEqual([]);
});

test("what is deleted elsewhere is not said to be as it was, by an update to the same text nor by a renaming to the same name", async () => {
  for (const change of [(it: Setting) => it.manager.update("mine", adding("mine", 1)), (it: Setting) => it.manager.rename("mine", "mine")]) {
    await using folder = await temporaryFolder();
    await using both = await hosts(folder.path);
    await both.one.manager.delete("mine");
    await expect(change(both.late)).rejects.toMatchObject({ code: "STORE_CONFLICT", sourceName: "mine", found: undefined });
    expect(names(both.late)).toEqual([]);
  }
});

test("what another host edited is not registered again beside the edit", async () => {
  await using folder = await temporaryFolder();
  await using both = await hosts(folder.path);
  await both.one.manager.update("mine", adding("mine", 2));
  await expect(both.late.manager.registerFromCode(adding("mine", 1))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", takenName: "mine" });
  expect(both.late.manager.source("mine")).toBe(adding("mine", 2));
});
