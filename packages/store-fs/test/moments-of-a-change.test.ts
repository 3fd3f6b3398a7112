import { createHash } from "node:crypto";
import fs, { readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

/** Does the work right after the `moment`th time that a source file is looked for. */
function afterLook(moment: number, folder: string, work: () => void): void {
  const { lstatSync } = fs;
  let looks = 0;
  const looking = ((path: string, options: object) => {
    const isLook = path.startsWith(folder) && path.endsWith(".ts");
    try {
      return lstatSync(path, options);
    } finally {
      if (isLook && ++looks === moment) work();
    }
  }) as typeof lstatSync;
  Object.assign(fs, { lstatSync: looking });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { lstatSync });
    syncBuiltinESMExports();
  });
}

describe.each([1, 2, 3, 4])("a source that another process renames at look %i of a reader", (moment) => {
  it.each([["pong", "there"], ["ping", "gone"]] as const)("%s is %s", async (name, outcome) => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    const source = "the text";
    await store.change({ kind: "registered", after: { name: "ping", source, language: "ts" } });
    const hash = createHash("sha256").update(source).digest("hex");
    expect(readFileSync(join(folder, ".openhcs", "versions", hash), "utf8")).toBe(source);
    const intent = { id: "rename", put: { name: "pong", language: "ts", hash }, remove: { name: "ping", language: "ts", hash }, entries: [], logSize: 0 };
    writeFileSync(join(folder, ".openhcs", "journal.json"), JSON.stringify(intent), { mode: 0o600 });
    afterLook(moment, folder, () => {
      writeFileSync(join(folder, "pong.ts"), source);
      rmSync(join(folder, "ping.ts"));
    });
    expect((await store.read(name))?.source).toBe(outcome === "there" ? source : undefined);
  });
});
