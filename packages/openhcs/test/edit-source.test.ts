import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isOpenHcsError } from "@openhcs/core";
import { afterEach, expect, it } from "vitest";
import { editSource } from "../dist/cli/editor/edit-source.js";

let draft = "";
afterEach(() => rm(dirname(draft), { recursive: true, force: true }));

/** Edits a source with a person who does this to the file of the draft. */
const edit = (person: (file: string) => Promise<void>) => editSource({
  name: "spots", code: "// as it was\n", accept: async () => ({ result: "accepted" }),
  editor: async (file) => { draft = file; await person(file); },
});

it("a draft that is there and cannot be read is kept, though nothing was refused before", async () => {
  const work = () => join(dirname(draft), "work.ts");
  const error: unknown = await edit(async (file) => {
    await rename(file, work());
    await mkdir(file); // What may not be read, which a superuser has none of.
  }).catch((thrown: unknown) => thrown);
  expect(isOpenHcsError(error, "EDIT_ABANDONED") && error).toMatchObject({ draft, message: expect.stringMatching(/^the draft cannot be read: EISDIR.*kept in .*spots\.ts$/), cause: { code: "EISDIR" } });
  expect(existsSync(work())).toBe(true);
});

it("a draft that was deleted is empty: nothing was changed, and nothing is left", async () => {
  expect(await edit((file) => rm(file))).toBeUndefined();
  expect(existsSync(dirname(draft))).toBe(false);
});
