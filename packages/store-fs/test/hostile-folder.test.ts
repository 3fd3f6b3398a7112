import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "@openhcs/core";
import { fileStore } from "@openhcs/store-fs";
import { freshFolder } from "./fresh-folder.js";

const registered = (name: string, source = `${name}\n`) => ({ kind: "registered", after: { name, source, language: "ts" } }) as const;

describe("a file that is no source harms only itself", () => {
  const spoiled: readonly (readonly [what: string, reason: RegExp, make: (path: string) => void])[] = [
    ["a link", /is a link/, (path) => symlinkSync("/etc/hostname", path)],
    ["a link to nothing", /is a link/, (path) => symlinkSync("/nowhere/at/all", path)],
    ["a link to another source", /is a link/, (path) => symlinkSync("good.ts", path)],
    ["a folder", /is not a regular file/, (path) => mkdirSync(path)],
    ["bytes that are no UTF-8", /is not valid UTF-8/, (path) => writeFileSync(path, Buffer.from([0x61, 0xff, 0xfe]))],
    ["a file beyond the limit", /is larger than 1000000 bytes/, (path) => writeFileSync(path, "x".repeat(1_000_001))],
    ["a pipe that nobody writes to", /is not a regular file/, (path) => void execFileSync("mkfifo", [path])],
  ];
  it.skipIf(process.platform === "win32").each(spoiled)("%s", async (_, reason, make) => {
    const folder = freshFolder();
    writeFileSync(join(folder, "good.ts"), "good");
    make(join(folder, "bad.ts"));
    const store = fileStore({ folder });
    const { sources, failures } = await store.load();
    expect(sources.map(({ name }) => name)).toEqual(["good"]);
    expect(failures).toEqual([{ name: "bad", filePath: join(folder, "bad.ts"), reason: expect.stringMatching(reason) }]);
    await expect(store.read("bad")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringMatching(reason) });
    await expect(store.change(registered("bad"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringMatching(reason) });
    expect(await store.change(registered("better"))).toMatchObject({ name: "better" });
  });

  it.each([["my-filter.ts", /letters, digits and underscores/], ["con.ts", /reserved/], ["1st.ts", /a letter first/]])("%s, whose name is none", async (file, reason) => {
    const folder = freshFolder();
    writeFileSync(join(folder, file), "text");
    const { sources, failures } = await fileStore({ folder }).load();
    expect(sources).toEqual([]);
    expect(failures).toEqual([{ name: file.slice(0, -3), filePath: join(folder, file), reason: expect.stringMatching(reason) }]);
  });

  it("two files of one name in two languages: the first language has it", async () => {
    const folder = freshFolder();
    for (const file of ["twice.ts", "twice.lua"]) writeFileSync(join(folder, file), file);
    const { sources, failures } = await fileStore({ folder, languages: ["ts", "lua"] }).load();
    expect(sources.map(({ name, source }) => [name, source])).toEqual([["twice", "twice.ts"]]);
    expect(failures).toEqual([{ name: "twice.lua", filePath: join(folder, "twice.lua"), reason: expect.stringContaining("twice.ts") }]);
  });
});

it("takes JavaScript as well as TypeScript", async () => {
  const folder = freshFolder();
  for (const file of ["typed.ts", "plain.js"]) writeFileSync(join(folder, file), file);
  const store = fileStore({ folder });
  expect((await store.load()).sources.map(({ name, language }) => [name, language])).toEqual([["plain", "js"], ["typed", "ts"]]);
  await store.change({ kind: "registered", after: { name: "other", source: "text", language: "js" } });
  expect((await store.read("other"))?.filePath).toBe(join(folder, "other.js"));
});

it("passes over what editors, tests and other languages leave in the folder", async () => {
  const folder = freshFolder();
  for (const file of ["a.ts~", ".a.ts.swp", "#a.ts#", ".#a.ts", "4913", "a.mjs", "a.py", "a.d.ts", "a.test.ts", "README.md", "a.ts.bak", "a.ts___jb_tmp___", ".hidden.ts", "ts", ".ts"]) writeFileSync(join(folder, file), file);
  expect(await fileStore({ folder }).load()).toEqual({ sources: [], failures: [], warnings: [] });
});

describe("a folder that cannot be one is STORE_UNAVAILABLE", () => {
  it("a file in its place", async () => {
    const folder = join(freshFolder(), "file");
    writeFileSync(folder, "");
    const store = fileStore({ folder });
    const unavailable = { code: "STORE_UNAVAILABLE", store: "files", location: folder };
    await expect(store.load()).rejects.toMatchObject(unavailable);
    await expect(store.change(registered("alpha"))).rejects.toMatchObject(unavailable);
    await expect(store.watch(() => {})).rejects.toMatchObject(unavailable);
    await expect(store.trust({ key: "k", label: "l", grantsTrust: false })).rejects.toMatchObject(unavailable);
    await store.close();
  });

  it("a file above it", async () => {
    const above = join(freshFolder(), "file");
    writeFileSync(above, "");
    await expect(fileStore({ folder: join(above, "a", "b") }).load()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it.skipIf(!existsSync("/proc/self"))("a place where the system makes none", async () => {
    await expect(fileStore({ folder: "/proc/openhcs/functions" }).load()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});

describe("what lies beside the sources may be anything", () => {
  it("a file in the place of `.openhcs` leaves the sources readable", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "alpha.ts"), "alpha");
    writeFileSync(join(folder, ".openhcs"), "");
    const store = fileStore({ folder });
    const { sources, warnings } = await store.load();
    expect(sources.map(({ name }) => name)).toEqual(["alpha"]);
    expect(warnings).toEqual([expect.stringContaining("could not be put into the history")]);
    expect(await store.history("alpha")).toEqual([]);
    await expect(store.change(registered("beta"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(readdirSync(folder).sort()).toEqual([".openhcs", "alpha.ts"]);
  });

  it.skipIf(process.platform === "win32").each([".openhcs", ".openhcs/versions", ".openhcs/staging", ".openhcs/lock"])("a link in the place of %s is not followed", async (place) => {
    const [folder, elsewhere] = [freshFolder(), freshFolder()];
    if (place !== ".openhcs") mkdirSync(join(folder, ".openhcs"));
    symlinkSync(elsewhere, join(folder, place));
    await expect(fileStore({ folder }).change(registered("alpha"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining("is a link") });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it.skipIf(process.platform === "win32").each([".openhcs/history.jsonl", ".openhcs/trusted-keys.json", "alpha.ts"])("a link in the place of %s is not written through", async (place) => {
    const [folder, elsewhere] = [freshFolder(), join(freshFolder(), "target")];
    writeFileSync(elsewhere, "untouched");
    mkdirSync(join(folder, ".openhcs"), { mode: 0o700 });
    symlinkSync(elsewhere, join(folder, place));
    const store = fileStore({ folder });
    await Promise.allSettled([store.change(registered("alpha")), store.trust({ key: "k", label: "l", grantsTrust: true })]);
    expect(readFileSync(elsewhere, "utf8")).toBe("untouched");
  });

  it("when `.openhcs` is lost, histories and signatures are lost, and nothing else", async () => {
    const folder = freshFolder();
    const first = fileStore({ folder });
    await first.change({ kind: "registered", after: { name: "alpha", source: "one", language: "ts", signature: { key: "k", signature: "s" } } });
    rmSync(join(folder, ".openhcs"), { recursive: true });
    const { sources } = await first.load();
    expect(sources).toEqual([{ name: "alpha", source: "one", hash: await sha256("one"), language: "ts", filePath: join(folder, "alpha.ts") }]);
    const [alpha] = sources;
    await first.change({ kind: "updated", ...(alpha && { before: alpha }), after: { name: "alpha", source: "two", language: "ts" } });
    expect((await fileStore({ folder }).history("alpha")).map(({ change, source }) => [change, source])).toEqual([["updated", "two"], ["registered", "one"]]);
  });

  it("lines of the log that are damaged are told of, and cost their versions only", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    const alpha = await store.change(registered("alpha", "one"));
    await store.change({ kind: "updated", ...(alpha && { before: alpha }), after: { name: "alpha", source: "two", language: "ts" } });
    const log = join(folder, ".openhcs", "history.jsonl");
    const [first = "", second = ""] = readFileSync(log, "utf8").split("\n");
    writeFileSync(log, `${first.slice(0, 30)}\nnull\n{"name":"../x"}\n${second}\n{"name":"alpha","at"`);
    const reopened = fileStore({ folder });
    expect((await reopened.load()).warnings).toEqual([`3 lines of ${log} are damaged`]);
    await reopened.change(registered("beta"));
    expect((await reopened.history("alpha")).map(({ source }) => source)).toEqual(["two"]);
    expect((await reopened.history("beta")).map(({ change }) => change)).toEqual(["registered"]);
  });

  it("a version that is damaged is left out of the history", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    const alpha = await store.change(registered("alpha", "one"));
    await store.change({ kind: "updated", ...(alpha && { before: alpha }), after: { name: "alpha", source: "two", language: "ts" } });
    writeFileSync(join(folder, ".openhcs", "versions", await sha256("one")), "forged");
    expect((await store.history("alpha")).map(({ source }) => source)).toEqual(["two"]);
  });

  it("trusted keys that are damaged are an error, not an empty list", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    await store.trust({ key: "k", label: "l", grantsTrust: true });
    writeFileSync(join(folder, ".openhcs", "trusted-keys.json"), '[{"key": 1}]');
    await expect(store.trustedKeys()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining("trusted-keys.json") });
  });
});

describe.skipIf(process.platform === "win32")("what is no file in the place of one makes nobody wait, and leads nowhere", () => {
  const makes = {
    "a pipe that nobody writes to": (path: string) => void execFileSync("mkfifo", [path]),
    "a link": (path: string, target: string) => symlinkSync(target, path),
    "a folder": (path: string) => mkdirSync(path),
  } as const;
  const whats = Object.keys(makes) as (keyof typeof makes)[];

  it.each(whats)("%s in the place of the journal is put aside", async (what) => {
    const folder = freshFolder();
    const target = join(freshFolder(), "target");
    const store = fileStore({ folder });
    await store.change(registered("alpha", "one"));
    const put = { name: "alpha", language: "ts", hash: await sha256("one"), over: await sha256("edited") };
    writeFileSync(join(folder, "alpha.ts"), "edited");
    writeFileSync(target, JSON.stringify({ id: "x", put, entries: [], logSize: 0 }));
    makes[what](join(folder, ".openhcs", "journal.json"), target);
    expect((await store.load()).sources.map(({ source }) => source)).toEqual(["edited"]);
    expect(await store.change(registered("beta"))).toMatchObject({ name: "beta" });
    expect(readFileSync(join(folder, "alpha.ts"), "utf8")).toBe("edited");
    expect(existsSync(target)).toBe(true);
    expect(readdirSync(join(folder, ".openhcs")).filter((file) => file.startsWith("journal"))).toEqual([expect.stringMatching(/^journal-damaged-/)]);
  });

  it.each(whats)("%s in the place of the holder's name counts as none", async (what) => {
    const folder = freshFolder();
    const target = join(freshFolder(), "target");
    writeFileSync(target, JSON.stringify({ token: "t", pid: 1, host: "elsewhere" }));
    const held = join(folder, ".openhcs", "lock", "held");
    mkdirSync(held, { recursive: true, mode: 0o700 });
    makes[what](join(held, "holder.json"), target);
    await expect(fileStore({ folder, waitMs: 20 }).change(registered("alpha"))).rejects.toMatchObject({ message: expect.stringContaining("a process that left no name") });
  });

  it.each(whats)("%s in the place of the trusted keys trusts nobody", async (what) => {
    const folder = freshFolder();
    const target = join(freshFolder(), "target");
    writeFileSync(target, "[]");
    mkdirSync(join(folder, ".openhcs"), { mode: 0o700 });
    makes[what](join(folder, ".openhcs", "trusted-keys.json"), target);
    await expect(fileStore({ folder }).trustedKeys()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it.each(whats)("%s in the place of the log makes the store unavailable, which says so", async (what) => {
    const folder = freshFolder();
    const target = join(freshFolder(), "target");
    writeFileSync(target, "");
    mkdirSync(join(folder, ".openhcs"), { mode: 0o700 });
    makes[what](join(folder, ".openhcs", "history.jsonl"), target);
    await expect(fileStore({ folder }).load()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringMatching(/history\.jsonl is (a link|not a regular file)/) });
  });
});

it("a journal that is larger than any that a store writes is put aside unread", async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, ".openhcs"), { mode: 0o700 });
  writeFileSync(join(folder, ".openhcs", "journal.json"), "");
  truncateSync(join(folder, ".openhcs", "journal.json"), 2 ** 40);
  expect(await fileStore({ folder }).load()).toMatchObject({ sources: [], failures: [] });
  expect(readdirSync(join(folder, ".openhcs")).filter((file) => file.startsWith("journal"))).toEqual([expect.stringMatching(/^journal-damaged-/)]);
});

describe("a journal that somebody wrote", () => {
  const hash = "0".repeat(64);
  const entry = { name: "alpha", at: 1, change: "registered", hash, language: "ts" };
  it.each([
    ["is no JSON", "{"],
    ["is nothing", "null"],
    ["puts a file outside of the folder", { id: "x", put: { name: "../outside", language: "ts", hash }, entries: [], logSize: 0 }],
    ["puts a file by its extension outside of the folder", { id: "x", put: { name: "alpha", language: "ts/../../outside", hash }, entries: [], logSize: 0 }],
    ["takes its content from elsewhere", { id: "x", put: { name: "alpha", language: "ts", hash: "../../outside" }, entries: [], logSize: 0 }],
    ["removes a file outside of the folder", { id: "x", remove: { name: "../outside", language: "ts", hash }, entries: [], logSize: 0 }],
    ["logs what is no entry", { id: "x", entries: [{ ...entry, name: "../outside" }], logSize: 0 }],
    ["begins before the log does", { id: "x", entries: [entry], logSize: -1 }],
  ])("and that %s is put aside", async (_, journal) => {
    const parent = freshFolder();
    const folder = join(parent, "functions");
    const outside = join(parent, "outside.ts");
    writeFileSync(outside, "untouched");
    const store = fileStore({ folder });
    await store.change(registered("alpha", "one"));
    writeFileSync(join(folder, ".openhcs", "journal.json"), typeof journal === "string" ? journal : JSON.stringify(journal));
    const { sources, failures } = await store.load();
    expect([sources.map(({ name, source }) => [name, source]), failures]).toEqual([[["alpha", "one"]], []]);
    expect(await store.change(registered("beta"))).toMatchObject({ name: "beta" });
    expect(readdirSync(parent).sort()).toEqual(["functions", "outside.ts"]);
    expect(readFileSync(outside, "utf8")).toBe("untouched");
    expect(readdirSync(join(folder, ".openhcs")).filter((file) => file.startsWith("journal"))).toEqual([expect.stringMatching(/^journal-damaged-/)]);
  });

  it("cannot undo an edit that was made since", async () => {
    const folder = freshFolder();
    const store = fileStore({ folder });
    const one = await store.change(registered("alpha", "one"));
    await store.change({ kind: "updated", ...(one && { before: one }), after: { name: "alpha", source: "two", language: "ts" } });
    writeFileSync(join(folder, "alpha.ts"), "edited by hand");
    const put = { name: "alpha", language: "ts", hash: await sha256("one"), over: await sha256("two") };
    writeFileSync(join(folder, ".openhcs", "journal.json"), JSON.stringify({ id: "x", put, entries: [], logSize: 1_000_000 }));
    expect((await store.load()).sources.map(({ source }) => source)).toEqual(["edited by hand"]);
    expect(readFileSync(join(folder, "alpha.ts"), "utf8")).toBe("edited by hand");
  });
});

describe.skipIf(process.platform === "win32")("permissions", () => {
  it("everything that it makes is its owner's alone", async () => {
    const folder = join(freshFolder(), "a", "b");
    const store = fileStore({ folder });
    await store.change(registered("alpha"));
    await store.trust({ key: "k", label: "l", grantsTrust: true });
    writeFileSync(join(folder, "dropped.ts"), "dropped", { mode: 0o600 });
    await store.load();
    for (const path of [folder, ...(readdirSync(folder, { recursive: true }) as string[]).map((file) => join(folder, file))]) expect(statSync(path).mode & 0o077, path).toBe(0);
  });

  it("warns of a folder that others may write to", async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o777);
    expect((await fileStore({ folder }).load()).warnings).toEqual([expect.stringMatching(/others may write to the folder .*: chmod 700/)]);
  });

  it("warns of sources that others may write to, where others can enter the folder", async () => {
    const folder = freshFolder();
    for (const name of ["a", "b", "c", "d"]) {
      writeFileSync(join(folder, `${name}.ts`), name);
      chmodSync(join(folder, `${name}.ts`), 0o666);
    }
    expect((await fileStore({ folder }).load()).warnings, "nobody else can enter").toEqual([]);
    chmodSync(folder, 0o755);
    expect((await fileStore({ folder }).load()).warnings).toEqual([expect.stringMatching(/^sources that others may write to, chmod 600 them: .*a\.ts, .*b\.ts, .*c\.ts and 1 more$/)]);
  });

  it.skipIf(process.getuid?.() !== 0)("warns of a folder and of sources that belong to another user", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "a.ts"), "a");
    execFileSync("chown", ["-R", "12345", folder]);
    expect((await fileStore({ folder }).load()).warnings).toEqual([expect.stringContaining("belongs to another user (12345)"), expect.stringMatching(/^sources that belong to another user: .*a\.ts$/)]);
  });
});

it("refuses what it could not read again", async () => {
  const store = fileStore({ folder: freshFolder() });
  await expect(store.change(registered("big", "µ".repeat(500_001)))).rejects.toMatchObject({ code: "SOURCE_TOO_LARGE", bytes: 1_000_002, limitBytes: 1_000_000 });
  await expect(store.change({ kind: "registered", after: { name: "alpha", source: "", language: "lua" } })).rejects.toMatchObject({ code: "INVALID_STORE_NAME" });
  await expect(store.change({ kind: "registered", after: { name: "alpha", source: "", language: "/../../x" } })).rejects.toMatchObject({ code: "INVALID_STORE_NAME" });
});

it("refuses a name that differs from another in case alone, for some systems take them for one", async () => {
  const store = fileStore({ folder: freshFolder() });
  await store.change(registered("brightSpots"));
  await expect(store.change(registered("brightspots"))).rejects.toMatchObject({ code: "STORE_CONFLICT", sourceName: "brightSpots" });
});
