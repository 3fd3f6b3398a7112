import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
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

  it("no filter of the repository's runs", async () => {
    const { folder, store, git } = repository();
    for (const kind of ["clean", "smudge", "process"]) git("config", `filter.x.${kind}`, `sh -c 'touch "${folder}/ran"; cat'`);
    writeFileSync(join(folder, ".gitattributes"), "*.ts filter=x\n");
    const one = (await store.change({ kind: "registered", after: after("alpha", "one") })) as StoredSource;
    await store.change({ kind: "updated", before: one, after: after("alpha", "two") });
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(git("log", "--format=%s").split("\n")).toEqual(["Update alpha", "Register alpha"]);
    expect(git("cat-file", "blob", "HEAD:alpha.ts")).toBe("two");
  });

  it("nothing of its configuration is started to fetch an object that is missing", async () => {
    const { folder, store, git } = repository();
    await store.change({ kind: "registered", after: after("alpha", "one") });
    for (const [key, value] of [["core.repositoryFormatVersion", "1"], ["extensions.partialClone", "origin"], ["protocol.ext.allow", "always"], ["remote.origin.promisor", "true"], ["remote.origin.url", `ext::touch ${folder}/ran`]] as const) git("config", key, value);
    const tree = git("rev-parse", "HEAD^{tree}");
    rmSync(join(folder, ".git", "objects", tree.slice(0, 2), tree.slice(2)));
    expect(() => git("ls-tree", "HEAD")).toThrow("Command failed");
    expect(existsSync(join(folder, "ran")), "git starts it where it may").toBe(true);
    rmSync(join(folder, "ran"));
    await store.change({ kind: "registered", after: after("beta", "one") });
    expect((await store.load()).warnings).toEqual([expect.stringContaining("not committed to git")]);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("what else is in it stays: folders, links, programs, names in any encoding, and what somebody renamed and staged", async () => {
    const { folder, store, git } = repository();
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs", "a.md"), "a");
    writeFileSync(join(folder, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(folder, "quoted \"name\".md"), "q");
    if (process.platform === "linux") writeFileSync(Buffer.concat([Buffer.from(join(folder, "latin")), Buffer.from([0xe9])]), "l");
    symlinkSync("run.sh", join(folder, "link"));
    git("add", "--all");
    git("commit", "--quiet", "--message", "By hand");
    git("mv", "run.sh", "moved.sh");
    const [before, staged] = [git("ls-tree", "-r", "HEAD"), git("diff", "--cached", "--name-status", "-M")];
    await store.change({ kind: "registered", after: after("alpha", "one") });
    expect(git("ls-tree", "-r", "HEAD").split("\n").filter((line) => !line.endsWith("\talpha.ts")).join("\n")).toBe(before);
    expect(git("diff", "--cached", "--name-status", "-M")).toBe(staged);
    expect(git("status", "--porcelain")).toBe("R  run.sh -> moved.sh");
    git("fsck", "--strict");
  });

  it("a change that follows is not kept waiting by git, and both are committed", async () => {
    const { folder, store, git } = repository();
    const slow = join(freshFolder(), "bin");
    mkdirSync(slow);
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    writeFileSync(join(slow, "git"), `#!/bin/sh\nsleep 0.04\nexec "${real}" "$@"\n`, { mode: 0o755 });
    const { PATH } = process.env;
    process.env["PATH"] = `${slow}:${PATH}`;
    onTestFinished(() => void (process.env["PATH"] = PATH));
    const first = store.change({ kind: "registered", after: after("alpha", "one") });
    await expect.poll(() => existsSync(join(folder, ".openhcs", "commit-lock", "held"))).toBe(true);
    const other = fileStore({ folder, waitMs: 0 });
    const second = other.change({ kind: "registered", after: after("beta", "one") });
    await expect.poll(() => existsSync(join(folder, "beta.ts"))).toBe(true);
    expect(existsSync(join(folder, ".openhcs", "commit-lock", "held")), "git is still at the first").toBe(true);
    await Promise.all([first, second]);
    expect([...(await store.load()).warnings, ...(await other.load()).warnings]).toEqual([]);
    expect(git("log", "--format=%s").split("\n")).toEqual(["Register beta", "Register alpha"]);
    expect(git("status", "--porcelain")).toBe("");
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
    mkdirSync(join(folder, "functions", ".git")); // It is none, and git would look above.
    await fileStore({ folder: join(folder, "functions") }).change({ kind: "registered", after: after("beta", "one") });
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
