import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { promisify } from "node:util";
import { NdArray } from "@openhcs/core";
import { defaultLimits, Isolation } from "@openhcs/isolation";
import { describe, expect, test } from "vitest";
import { ChildPool } from "../dist/pool/child-pool.js";
import { launcherFor } from "../dist/pool/launcher.js";
import { functionOf, Listener, sourceOf } from "./guest.js";
import { noNative, processWays, ways } from "./ways.js";

const five = functionOf("return 5;");

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid as number, 0);
  } catch {
    return false;
  }
}

/** Descriptors of this process, by what they are. */
function descriptors(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`).replace(/:.*/, "")];
    } catch {
      return [];
    }
  });
}

/** Of this thread, that run or that nobody waited for. */
function childProcesses(): string[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter((pid) => pid !== "");
}

describe.each(ways)("children, $name", ({ options }) => {
  test("nothing is started before it is needed, and nothing is left at the end", async () => {
    const isolation = new Isolation({ ...options, spares: 2 });
    expect(isolation.children()).toEqual([]);
    await isolation.warm();
    expect(isolation.children().length).toBe(2);
    await isolation.call(five, "f", [], new Listener());
    const children = isolation.children();
    expect(children.filter(({ hash }) => hash === five.hash).length).toBe(1);
    await isolation[Symbol.asyncDispose]();
    expect(isolation.children()).toEqual([]);
    for (const { pid } of children) if (pid !== undefined) expect(isAlive(pid)).toBe(false);
    await expect(isolation.call(five, "f", [], new Listener())).rejects.toMatchObject({ code: "ISOLATION_UNAVAILABLE" });
  });

  test("calls of one source share a child, and what it keeps at its top level", async () => {
    const isolation = new Isolation({ ...options, maxChildren: 1, spares: 0 });
    const counter = sourceOf("let calls = 0;\nfunction count() { return ++calls; }");
    expect(await isolation.call(counter, "count", [], new Listener())).toBe(1);
    expect(await isolation.call(counter, "count", [], new Listener())).toBe(2);
    await isolation[Symbol.asyncDispose]();
  });

  test("calls that overlap run in several children, up to the maximum, and the others wait", async () => {
    const isolation = new Isolation({ ...options, maxChildren: 2, spares: 0 });
    let [under, most] = [0, 0];
    let meet = (): void => {};
    const met = new Promise<void>((resolve) => { meet = resolve; });
    const host = new Listener({ run: async () => {
      most = Math.max(most, ++under);
      if (under === 2) meet();
      await met; // However long the second child takes to start.
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      under--;
      return null;
    } });
    const wait = functionOf('await run("wait"); return 1;', "", "async function");
    expect(await Promise.all(Array.from({ length: 6 }, () => isolation.call(wait, "f", [], host)))).toEqual([1, 1, 1, 1, 1, 1]);
    expect(most).toBe(2);
    expect(isolation.children().length).toBe(2);
    await isolation[Symbol.asyncDispose]();
  });

  test("whoever gives up when its turn has come passes the turn on", async () => {
    const pool = new ChildPool(launcherFor({ tier: "process", native: "auto", ...options }), { maxChildren: 1, spares: 0, idleMs: 60_000, memoryBytes: defaultLimits.memoryBytes, onEnd() {}, onIdle() {} });
    const giveUp = new AbortController();
    const [first, second, third] = ["first", "second", "third"].map((name) => functionOf(`return "${name}";`)) as [typeof five, typeof five, typeof five];
    const serving = await pool.acquire(first, defaultLimits, undefined);
    const waiting = [pool.acquire(second, defaultLimits, giveUp.signal), pool.acquire(third, defaultLimits, undefined)] as const;
    pool.giveBack(serving);
    giveUp.abort(); // The second was woken, and has not gone on yet.
    await expect(waiting[0]).rejects.toMatchObject({ code: "ABORTED" });
    expect((await waiting[1]).source).toBe(third);
    await pool.close();
  });

  test("who waits gets a child also where nested calls had more started than the maximum", async () => {
    const isolation = new Isolation({ ...options, maxChildren: 1, spares: 0 });
    const outer = functionOf('return run("inner");', "", "async function");
    const host = new Listener({ run: () => isolation.call(functionOf("return 2;"), "f", [], { ...new Listener(), progress() {}, log() {}, isNested: true }) });
    expect(await isolation.call(outer, "f", [], host)).toBe(2);
    expect(await isolation.call(five, "f", [], new Listener())).toBe(5);
    await isolation[Symbol.asyncDispose]();
  });

  test("the child that was idle for longest makes room for another source", async () => {
    const isolation = new Isolation({ ...options, maxChildren: 2, spares: 0 });
    const [a, b, c] = ["a", "b", "c"].map((name) => functionOf(`return "${name}";`)) as [typeof five, typeof five, typeof five];
    for (const [source, name] of [[a, "a"], [b, "b"], [a, "a"], [c, "c"]] as const) expect(await isolation.call(source, "f", [], new Listener())).toBe(name);
    const hashes = isolation.children().map(({ hash }) => hash);
    expect(hashes).toContain(a.hash);
    expect(hashes).toContain(c.hash);
    await isolation[Symbol.asyncDispose]();
  });

  test("a retired source is served by none, and by a new child when it is called again", async () => {
    const isolation = new Isolation({ ...options, spares: 0 });
    const counter = sourceOf("let calls = 0;\nfunction count() { return ++calls; }");
    await isolation.call(counter, "count", [], new Listener());
    await isolation.retire(counter.hash);
    expect(isolation.children()).toEqual([]);
    expect(await isolation.call(counter, "count", [], new Listener())).toBe(1);
    await isolation[Symbol.asyncDispose]();
  });

  test("a source that is retired during a call ends after it", async () => {
    const isolation = new Isolation({ ...options, spares: 0 });
    let retired: Promise<void> | undefined;
    const source = functionOf('await run("retire"); return 7;', "", "async function");
    const host = new Listener({ run: async () => { retired = isolation.retire(source.hash); return null; } });
    expect(await isolation.call(source, "f", [], host)).toBe(7);
    await retired;
    expect(isolation.children()).toEqual([]);
    await isolation[Symbol.asyncDispose]();
  });

  test("children that are idle for long are given up", async () => {
    const isolation = new Isolation({ ...options, idleMs: 50 });
    await isolation.call(five, "f", [], new Listener());
    await expect.poll(() => isolation.children().length).toBe(0);
    expect(await isolation.call(five, "f", [], new Listener())).toBe(5);
    await isolation[Symbol.asyncDispose]();
  });

  test("a source that does not run leaves no child that serves it", async () => {
    const isolation = new Isolation({ ...options, spares: 0 });
    await expect(isolation.evaluate(sourceOf("throw 1;"))).rejects.toMatchObject({ code: "GUEST_FAILED" });
    await expect.poll(() => isolation.children().length).toBe(0);
    await isolation[Symbol.asyncDispose]();
  });
});

describe.each(processWays)("processes, $name", ({ options }) => {
  test("a child that is killed from outside fails its call and is replaced", async () => {
    const isolation = new Isolation({ ...options, spares: 1 });
    const source = functionOf('return args[0] ? run("wait") : 5;');
    const host = new Listener({ run: () => {
      const { pid } = isolation.children().find(({ busy }) => busy) as { pid: number };
      process.kill(pid, "SIGKILL");
      return new Promise(() => {});
    } });
    await expect(isolation.call(source, "f", [true], host)).rejects.toMatchObject({ code: "GUEST_DIED", signal: "SIGKILL" });
    expect(await isolation.call(source, "f", [false], host)).toBe(5);
    await isolation[Symbol.asyncDispose]();
  });

  test("an idle child that dies is not asked again", async () => {
    const isolation = new Isolation({ ...options, spares: 0 });
    await isolation.call(five, "f", [], new Listener());
    const [{ pid }] = isolation.children() as unknown as [{ pid: number }];
    process.kill(pid, "SIGKILL");
    await expect.poll(() => isolation.children().length).toBe(0);
    expect(await isolation.call(five, "f", [], new Listener())).toBe(5);
    await isolation[Symbol.asyncDispose]();
  });

  test.skipIf(process.platform !== "linux")("closing waits for children that are just being started, too (Linux tells which there are)", async () => {
    const before = childProcesses();
    const started = (): string[] => childProcesses().filter((pid) => !before.includes(pid));
    const isolation = new Isolation({ ...options, spares: 0 });
    const call = isolation.call(five, "f", [], new Listener()).catch((error: unknown) => (error as { code: string }).code);
    await expect.poll(() => started().length, { interval: 1, timeout: 60_000 }).toBe(1);
    await isolation[Symbol.asyncDispose]();
    expect(started()).toEqual([]);
    expect(await call).toBe("ISOLATION_UNAVAILABLE");
  });

  test.skipIf(process.platform !== "linux")("no descriptor and no process stays behind", async () => {
    const before = descriptors().sort();
    for (let round = 0; round < 3; round++) {
      const isolation = new Isolation(options);
      const array = isolation.share(NdArray.zeros([300, 300]));
      const result = await isolation.call(functionOf("return args[0].map((x) => x + 1);"), "f", [array], new Listener()) as NdArray;
      await isolation.call(functionOf("while (true);"), "f", [], new Listener({ limits: { timeoutMs: 100 } })).catch(() => {});
      for (const each of [array, result]) each.dispose();
      await isolation[Symbol.asyncDispose]();
    }
    await expect.poll(() => descriptors().sort()).toEqual(before);
  });

  test("children let the process end, and end with it", async () => {
    const { spawnSync } = await import("node:child_process");
    const script = `
      import { defaultLimits, Isolation } from "@openhcs/isolation";
      const isolation = new Isolation(${JSON.stringify(options)});
      const source = ${JSON.stringify(five)};
      const host = { run() {}, progress() {}, log() {} };
      const result = await isolation.call(source, "f", [], host);
      await isolation.warm();
      console.log(JSON.stringify({ result, pids: isolation.children().map(({ pid }) => pid) }));
    `;
    const { stdout, status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 250_000, cwd: import.meta.dirname });
    expect([status, stderr]).toEqual([0, ""]);
    const { result, pids } = JSON.parse(stdout) as { result: number; pids: number[] };
    expect([result, pids.length]).toEqual([5, 2]);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });
});

test.skipIf(noNative !== undefined)(`segments are used again, and given back when idle${noNative === undefined ? "" : ` (${noNative})`}`, async () => {
  const isolation = new Isolation({ idleMs: 300 });
  const source = functionOf("return NdArray.zeros([512, 512]);");
  for (let i = 0; i < 20; i++) ((await isolation.call(source, "f", [], new Listener())) as NdArray).dispose();
  expect(isolation.memory().segments).toBeLessThan(12);
  await expect.poll(() => isolation.memory()).toEqual({ segments: 0, bytes: 0 });
  await isolation[Symbol.asyncDispose]();
});

test("a program that waits for nothing but the end of a source's child lives until then", async () => {
  const program = `
    import { Isolation } from "@openhcs/isolation";
    const isolation = new Isolation({ spares: 0 });
    const source = { filename: "a.js", code: "function f() { return 1; }", imports: [], names: ["f"], hash: "a" };
    await isolation.evaluate(source);
    await isolation.retire("a");
    const call = isolation.call(source, "f", [], { run() {}, progress() {}, log() {} });
    await new Promise((resolve) => setTimeout(resolve, 0));
    await Promise.all([call, isolation.retire("a")]);
    console.log("retired");
    await isolation[Symbol.asyncDispose]();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname });
  expect(stdout).toBe("retired\n");
});
