import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileStore } from "@openhcs/store-fs";
import { bundleChangingChild, ChangingProcess } from "./changing-process.js";
import { freshFolder, quickParent } from "./fresh-folder.js";

const child = fileURLToPath(new URL("contending-child.mjs", import.meta.url));
const registered = (name: string, source = "") => ({ kind: "registered", after: { name, source, language: "ts" } }) as const;
const hasProc = existsSync("/proc/self/stat");

it("three processes change one folder: every change is made once, and readers see none half made", async () => {
  const folder = freshFolder(quickParent);
  const [tags, count] = [["one", "two", "three"], 30];
  const store = fileStore({ folder });
  for (const name of ["lines0", "lines1", "lines2", "ping"]) await store.change(registered(name));
  const children = tags.map((tag) => spawn(process.execPath, [child, folder, tag, String(count)], { stdio: ["ignore", "inherit", "inherit"] }));
  onTestFinished(() => children.forEach((process) => void process.kill("SIGKILL"))); // Where the test failed before their end.
  let running = children.length;
  const ends = Promise.all(children.map(async (process) => {
    const [code] = (await once(process, "close")) as [number];
    running--;
    return code;
  }));
  let loads = 0;
  for (; running > 0; loads++) {
    const { sources, failures, warnings } = await fileStore({ folder }).load();
    expect([...failures, ...warnings]).toEqual([]);
    expect(sources.map(({ name }) => name.replace(/ping|pong/, "swing"))).toEqual(["lines0", "lines1", "lines2", "swing"]);
    await sleep(2);
  }
  expect(await ends).toEqual([0, 0, 0]);
  expect(loads).toBeGreaterThan(10);

  const lines = (await Promise.all([0, 1, 2].map((at) => store.read(`lines${at}`)))).flatMap((source) => source?.source.trimEnd().split("\n") ?? []);
  expect(lines.sort()).toEqual(tags.flatMap((tag) => Array.from({ length: count }, (_, at) => `${tag} ${at}`)).sort());
  const log = readFileSync(join(folder, ".openhcs", "history.jsonl"), "utf8").trimEnd().split("\n").map((line) => (JSON.parse(line) as { readonly change: string }).change);
  const counted = Object.fromEntries([...new Set(log)].map((change) => [change, log.filter((other) => other === change).length]));
  expect(counted).toEqual({ registered: 4, updated: tags.length * count, renamed: tags.length * count });
});

describe.skipIf(process.platform === "win32")("a process that holds the lock", () => {
  /** Stopped within a change. */
  async function stopped(folder: string): Promise<ChangingProcess> {
    const changing = await ChangingProcess.start(await bundleChangingChild(freshFolder()), folder, 7);
    for (;;) {
      changing.send("SIGSTOP");
      await sleep(20);
      if (existsSync(join(folder, ".openhcs", "lock", "held", "holder.json"))) return changing;
      changing.send("SIGCONT");
      await sleep(3);
    }
  }

  it("is waited for, and named where that takes too long; readers do not wait", async () => {
    const folder = freshFolder();
    const holder = await stopped(folder);
    const store = fileStore({ folder, waitMs: 50 });
    await expect(store.change(registered("alpha"))).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE", message: expect.stringContaining(`it was locked by process ${holder.pid} on ${hostname()} for more than 50 ms`),
    });
    expect((await store.load()).failures).toEqual([]);
    expect(await store.read("alpha")).toBeUndefined();
    const patient = fileStore({ folder, waitMs: 60_000 }).change(registered("alpha"));
    holder.send("SIGCONT");
    expect(await patient).toMatchObject({ name: "alpha" });
    await holder.kill();
  });

  it("is replaced at once when it is gone", async () => {
    const folder = freshFolder();
    await (await stopped(folder)).kill();
    expect(await fileStore({ folder, waitMs: 0 }).change(registered("alpha"))).toMatchObject({ name: "alpha" });
    expect(readdirSync(join(folder, ".openhcs", "lock"))).not.toContain("held");
  });

  it.skipIf(!hasProc)("is replaced at once when another process has its number", async () => {
    const folder = freshFolder();
    await (await stopped(folder)).kill();
    const file = join(folder, ".openhcs", "lock", "held", "holder.json");
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), pid: process.pid }));
    expect(await fileStore({ folder, waitMs: 0 }).change(registered("alpha"))).toMatchObject({ name: "alpha" });
  });

  it.each([
    ["of which nothing can be known", { token: "t", pid: process.pid, host: "elsewhere", space: "another run", started: "1" }],
    ["that left no name", "{"],
  ])("%s is replaced when it was silent for long", async (_, holder) => {
    const folder = freshFolder();
    const held = join(folder, ".openhcs", "lock", "held");
    mkdirSync(held, { recursive: true, mode: 0o700 });
    const file = join(held, "holder.json");
    writeFileSync(file, typeof holder === "string" ? holder : JSON.stringify(holder));
    const store = fileStore({ folder, waitMs: 20 });
    await expect(store.change(registered("alpha"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringMatching(/locked by (process \d+ on elsewhere|a process that left no name)/) });
    const before = new Date(Date.now() - 60_000);
    utimesSync(file, before, before);
    expect(await store.change(registered("alpha"))).toMatchObject({ name: "alpha" });
  });
});

describe("the lock of a process that is gone", () => {
  const gone = { token: "gone", pid: 2 ** 22 + 1, host: "elsewhere", space: "another run", started: "1" };
  /** A lock that was left two hours ago. */
  function left(folder: string): { readonly lock: string; readonly old: (path: string) => void } {
    const lock = join(folder, ".openhcs", "lock");
    const old = (path: string): void => utimesSync(path, new Date(Date.now() - 7_200_000), new Date(Date.now() - 7_200_000));
    mkdirSync(join(lock, "held"), { recursive: true, mode: 0o700 });
    writeFileSync(join(lock, "held", "holder.json"), JSON.stringify(gone));
    for (const path of ["held/holder.json", "held"]) old(join(lock, path));
    return { lock, old };
  }

  it("goes to a name that stays taken, also where it was left long ago: whoever is late moves no other lock there", async () => {
    const folder = freshFolder();
    const { lock } = left(folder);
    writeFileSync(join(folder, ".openhcs", "journal.json"), JSON.stringify({ id: "x", entries: [], logSize: 0 }));
    await fileStore({ folder }).change(registered("alpha"));
    expect(readdirSync(lock)).toEqual(["stale-gone"]);
  });

  it("whose new name somebody took makes others wait and fail, not the process stand still", async () => {
    const folder = freshFolder();
    const { lock } = left(folder);
    mkdirSync(join(lock, "stale-gone", "something"), { recursive: true });
    await expect(fileStore({ folder, waitMs: 20 }).change(registered("alpha"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining("on elsewhere") });
  });

  it("takes with it what crashed processes left, though no change was under way", async () => {
    const folder = freshFolder();
    const { lock, old } = left(folder);
    for (const path of ["stale-before", "waiting-before", "waiting-now"]) mkdirSync(join(lock, path));
    symlinkSync("itself", join(lock, "itself"));
    for (const path of ["stale-before", "waiting-before"]) old(join(lock, path));
    mkdirSync(join(folder, ".openhcs", "staging"));
    writeFileSync(join(folder, ".openhcs", "staging", "half written"), "");
    await fileStore({ folder }).change(registered("alpha"));
    expect(readdirSync(lock).sort()).toEqual(["itself", "stale-gone", "waiting-now"]);
    expect(readdirSync(join(folder, ".openhcs", "staging"))).toEqual([]);
  });
});

describe("where the system does not tell when processes started", () => {
  /** As on macOS and Windows. */
  function withoutProc(): void {
    const { readlinkSync } = fs;
    fs.readlinkSync = (() => {
      throw new Error("there is no /proc");
    }) as never;
    syncBuiltinESMExports();
    onTestFinished(() => {
      fs.readlinkSync = readlinkSync;
      syncBuiltinESMExports();
    });
  }
  function held(pid: number, ageMs: number): string {
    const folder = freshFolder();
    const path = join(folder, ".openhcs", "lock", "held");
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeFileSync(join(path, "holder.json"), JSON.stringify({ token: "t", pid, host: hostname() }));
    utimesSync(join(path, "holder.json"), new Date(Date.now() - ageMs), new Date(Date.now() - ageMs));
    return folder;
  }

  it("a lock is its holder's as long as that lives, however long it is silent", async () => {
    withoutProc();
    await expect(fileStore({ folder: held(process.pid, 60_000), waitMs: 20 }).change(registered("alpha"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("a lock of a process that is gone is replaced at once", async () => {
    withoutProc();
    expect(await fileStore({ folder: held(2 ** 22 + 1, 0), waitMs: 0 }).change(registered("alpha"))).toMatchObject({ name: "alpha" });
  });

  it("a lock from before the system started is nobody's, whoever has its holder's number now", async () => {
    withoutProc();
    expect(await fileStore({ folder: held(process.pid, uptime() * 1000 + 600_000), waitMs: 0 }).change(registered("alpha"))).toMatchObject({ name: "alpha" });
  });
});

it("a watcher keeps no process alive", async () => {
  const folder = freshFolder();
  const script = `import { fileStore } from "@openhcs/store-fs"; const store = fileStore({ folder: process.argv[1] }); await store.load(); await store.watch(() => {}); console.log("watching");`;
  const process_ = spawn(process.execPath, ["--input-type=module", "-e", script, folder], { cwd: fileURLToPath(new URL(".", import.meta.url)), stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  process_.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  expect([(await once(process_, "close"))[0], said]).toEqual([0, "watching\n"]);
});
