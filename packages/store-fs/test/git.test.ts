import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FunctionStore, StoredSource } from "@openhcs/core";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

const hasGit = isThere("git");

/** A repository with a store in it, and its git. */
function repository(): { readonly folder: string; readonly store: FunctionStore; readonly git: (...args: readonly string[]) => string } {
  const folder = freshFolder();
  const git = (...args: readonly string[]): string => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trimEnd();
  git("init", "--quiet");
  git("config", "user.name", "A researcher");
  git("config", "user.email", "researcher@example.org");
  return { folder, store: fileStore({ folder }), git };
}

const after = (name: string, source: string) => ({ name, source, language: "ts" });

describe.skipIf(!hasGit)("where the folder is a git repository", () => {
  it("every change is a commit of its files alone", async () => {
    const { folder, store, git } = repository();
    writeFileSync(join(folder, "staged.md"), "somebody's work");
    git("add", "staged.md");
    writeFileSync(join(folder, "other.md"), "somebody's work");
    const one = (await store.change({ kind: "registered", after: after("alpha", "one") })) as StoredSource;
    const two = (await store.change({ kind: "updated", before: one, after: after("alpha", "two") })) as StoredSource;
    const three = (await store.change({ kind: "renamed", before: two, after: after("beta", "two") })) as StoredSource;
    await store.change({ kind: "deleted", before: three });
    expect(git("log", "--format=%an: %s").split("\n")).toEqual(["Delete beta", "Rename alpha to beta", "Update alpha", "Register alpha"].map((subject) => `A researcher: ${subject}`));
    expect(git("log", "--name-status", "--format=", "--no-renames").split("\n").filter(Boolean)).toEqual(["D\tbeta.ts", "D\talpha.ts", "A\tbeta.ts", "M\talpha.ts", "A\talpha.ts"]);
    expect(git("status", "--porcelain").split("\n")).toEqual(["A  staged.md", "?? other.md"]);
    expect((await store.load()).warnings).toEqual([]);
  });

  it("a change of a source that was never committed, or is ignored, is made", async () => {
    const { folder, store, git } = repository();
    writeFileSync(join(folder, "alpha.ts"), "one");
    const [alpha] = (await store.load()).sources;
    await store.change({ kind: "deleted", ...(alpha && { before: alpha }) });
    writeFileSync(join(folder, ".gitignore"), "beta.ts\n");
    await store.change({ kind: "registered", after: after("beta", "one") });
    expect((await store.load()).warnings).toEqual([]);
    expect(git("rev-list", "--all", "--count")).toBe("0");
  });

  it("no hook of the repository's runs", async () => {
    const { folder, store, git } = repository();
    const hook = join(folder, ".git", "hooks", "pre-commit");
    mkdirSync(join(folder, ".git", "hooks"), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch "${folder}/ran"\nexit 1\n`);
    chmodSync(hook, 0o755);
    await store.change({ kind: "registered", after: after("alpha", "one") });
    expect(git("log", "--format=%s")).toBe("Register alpha");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("a commit that fails is a warning, and the change is made", async () => {
    const { folder, store } = repository();
    writeFileSync(join(folder, ".git", "index.lock"), "");
    expect(await store.change({ kind: "registered", after: after("alpha", "one") })).toMatchObject({ source: "one" });
    const { sources, warnings } = await store.load();
    expect(sources.map(({ name }) => name)).toEqual(["alpha"]);
    expect(warnings).toEqual([expect.stringMatching(/^the change was made, but not committed to git: .*index\.lock/s)]);
    expect((await store.load()).warnings, "told once").toEqual([]);
  });

  it("a repository above the folder is nobody's business", async () => {
    const { folder, git } = repository();
    await fileStore({ folder: join(folder, "functions") }).change({ kind: "registered", after: after("alpha", "one") });
    expect(git("rev-list", "--all", "--count")).toBe("0");
  });
});

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
