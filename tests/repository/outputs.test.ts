import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeOrphans } from "../../tools/bootstrap/outputs.mjs";

describe("outputs without a source", () => {
  let workspace: string;
  const write = (...names: string[]) => {
    for (const name of names) {
      const path = join(workspace, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "");
    }
  };
  const compiled = (stem: string) => ["js", "js.map", "d.ts", "d.ts.map"].map((ending) => `${stem}.${ending}`);
  const has = (name: string) => existsSync(join(workspace, name));

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "openhcs-outputs-"));
    write("packages/a/package.json", "packages/a/tsconfig.json", "packages/a/src/kept.ts", "packages/a/dist/.tsbuildinfo");
    write(...compiled("packages/a/dist/kept"));
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  it("are removed, with the folders that they leave empty", () => {
    const orphans = compiled("packages/a/dist/gone/old");
    write(...orphans);
    expect(removeOrphans(workspace).sort()).toEqual(orphans.map((name) => join(workspace, name)).sort());
    expect(has("packages/a/dist/gone")).toBe(false);
    expect(has("packages/a/dist/kept.js")).toBe(true);
    expect(has("packages/a/dist/.tsbuildinfo")).toBe(true);
  });

  it("stay where something else than the compiler made them", () => {
    write("packages/a/dist/schema.json", "packages/a/dist/page.html");
    expect(removeOrphans(workspace)).toEqual([]);
    expect(has("packages/a/dist/schema.json")).toBe(true);
  });

  it("are removed with all the rest of a package that is gone", () => {
    write(...compiled("packages/gone/dist/index"), "packages/gone/node_modules/x/package.json");
    removeOrphans(workspace);
    expect(has("packages/gone")).toBe(false);
  });

  it("never take sources with them", () => {
    write("packages/new/src/index.ts", "packages/new/dist/index.js");
    removeOrphans(workspace);
    expect(has("packages/new/src/index.ts")).toBe(true);
    expect(has("packages/new/dist")).toBe(false);
  });

  it("have a counterpart: a source without output makes its package compile again", () => {
    rmSync(join(workspace, "packages/a/dist/kept.js"));
    removeOrphans(workspace);
    expect(has("packages/a/dist/.tsbuildinfo")).toBe(false);
  });
});
