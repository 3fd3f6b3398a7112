import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startOf, withLock } from "../../tools/bootstrap/lock.mjs";

const lockModule = new URL("../../tools/bootstrap/lock.mjs", import.meta.url).href;
const childModule = new URL("../../tools/bootstrap/child.mjs", import.meta.url).href;

describe("the lock", () => {
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-lock-"));
    path = join(folder, "lock");
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  function script(body: string): ChildProcess {
    const source = `
      import { appendFileSync } from "node:fs";
      import { setTimeout as sleep } from "node:timers/promises";
      import { startOf, withLock } from ${JSON.stringify(lockModule)};
      import { forwardSignals, run, stopSignal } from ${JSON.stringify(childModule)};
      const [path, log] = ${JSON.stringify([path, join(folder, "log")])};
      const write = (line) => appendFileSync(log, line + "\\n");
      ${body}`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    return child;
  }
  const log = () => readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  const said = (child: ChildProcess) => once(child.stdout as NonNullable<typeof child.stdout>, "data");
  const holding = `await withLock(path, async () => { console.log("held"); await sleep(60_000); });`;

  it("lets one process in at a time", async () => {
    const enter = `await withLock(path, async () => { write("in"); await sleep(30); write("out"); });`;
    await Promise.all([1, 2, 3, 4].map(() => once(script(enter), "exit")));
    expect(log()).toEqual(["in", "out", "in", "out", "in", "out", "in", "out"]);
    expect(readdirSync(folder)).toEqual(["log"]);
  });

  it("is taken over by exactly one at a time when its holder was killed", async () => {
    const holder = script(holding);
    await said(holder);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(existsSync(path)).toBe(true);
    const enter = `await withLock(path, async () => { write("in"); await sleep(20); write("out"); });`;
    await Promise.all([1, 2, 3, 4].map(() => once(script(enter), "exit")));
    expect(log()).toEqual(["in", "out", "in", "out", "in", "out", "in", "out"]);
    expect(readdirSync(folder)).toEqual(["log"]);
  });

  it("is left to the one that already takes over from a dead holder, who then is its holder", async () => {
    const write = (file: string, token: string, pid: number) => writeFileSync(file, JSON.stringify({ token, keepers: [{ pid, start: startOf(pid) }] }));
    const guard = `${path}.end-of-dead`;
    writeFileSync(path, JSON.stringify({ token: "dead", keepers: [] }));
    write(guard, "first", process.pid);
    let entered = false;
    const second = withLock(path, () => (entered = true));
    await sleep(250);
    expect(readFileSync(path, "utf8")).toContain("dead");
    write(path, "first", process.pid);
    rmSync(guard);
    await sleep(250);
    expect(entered).toBe(false);
    expect(readFileSync(path, "utf8")).toContain("first");
    rmSync(path);
    await second;
    expect(entered).toBe(true);
  });

  it("waits for what a killed holder had started", async () => {
    const sleeper = `["-e", "setTimeout(() => {}, 3000)"]`;
    const holder = script(`await withLock(path, (keep) => run(process.execPath, ${sleeper}, { onStart: (pid) => { keep(pid); console.log(String(pid)); } }));`);
    const [data] = await said(holder);
    const started = performance.now();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const waited: number[] = [];
    await withLock(path, () => undefined, { onWait: (pid: number) => waited.push(pid) });
    expect(waited).toEqual([Number(String(data))]);
    expect(performance.now() - started).toBeGreaterThan(300);
  });

  it.skipIf(process.platform !== "linux")("does not take a process that got the dead holder's id for the holder (needs /proc)", async () => {
    writeFileSync(path, JSON.stringify({ token: "other", keepers: [{ pid: process.ppid, start: "1" }] }));
    expect(await withLock(path, () => "in")).toBe("in");
  });

  it("is not stopped by a lock file that a crash cut short", async () => {
    writeFileSync(path, "");
    expect(await withLock(path, () => "in")).toBe("in");
    expect(existsSync(path)).toBe(false);
  });

  it("is released when its holder's work throws", async () => {
    await expect(withLock(path, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(existsSync(path)).toBe(false);
  });

  it("is released when its holder is told to stop, and so is what it runs", async () => {
    const forever = `["-e", "setInterval(() => {}, 1000)"]`;
    const child = script(`
      forwardSignals();
      await withLock(path, () => run(process.execPath, ${forever}, { onStart: () => console.log("held") }));
      process.exitCode = stopSignal.aborted ? 3 : 0;`);
    await said(child);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(3);
    expect(existsSync(path)).toBe(false);
  });

  it("stops waiting when told to, and leaves nothing of itself", async () => {
    const holder = script(holding);
    await said(holder);
    const stop = new AbortController();
    const waiting = withLock(path, () => "in", { signal: stop.signal, onWait: () => stop.abort(new Error("enough")) });
    await expect(waiting).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual(["lock"]);
  });
});
