import { allocateWith, NdArray, type Allocator } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener, sourceOf } from "./guest.js";
import { noSegments, processWays, ways } from "./ways.js";

const mib = 2 ** 20;

describe.each(ways)("limits, $name", ({ options }) => {
  const isolation = new Isolation({ ...options, spares: 1 });
  const call = (body: string, host = new Listener(), ...args: readonly unknown[]): Promise<unknown> => isolation.call(functionOf(body), "f", args, host);
  afterAll(() => isolation[Symbol.asyncDispose]());

  test("an endless loop is stopped when its time is out, and others serve on", async () => {
    const other = call("return 5;");
    await expect(call("while (true);", new Listener({ limits: { timeoutMs: 200 } }))).rejects.toMatchObject({ code: "GUEST_TIMED_OUT", timeoutMs: 200 });
    expect(await other).toBe(5);
    expect(await call("return 5;")).toBe(5);
  });

  test("an endless top level is stopped", async () => {
    await expect(isolation.evaluate(functionOf("}\nwhile (true) {"), { limits: { timeoutMs: 200 } })).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
  });

  test("a promise that nobody keeps is given up when its time is out", async () => {
    await expect(call("return new Promise(() => {});", new Listener({ limits: { timeoutMs: 100 } }))).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
  });

  test("the time of library calls counts", async () => {
    const host = new Listener({ limits: { timeoutMs: 100 }, run: () => new Promise(() => {}) });
    await expect(call('return run("slow");', host)).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
  });

  test("a call that is given up ends at once, also while it waits in line", async () => {
    const alone = new Isolation({ ...options, maxChildren: 1, spares: 0 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = alone.call(functionOf("while (true);"), "f", [], new Listener({ signal: running.signal }));
    const second = alone.call(functionOf("return 1;"), "f", [], new Listener({ signal: waiting.signal }));
    const third = alone.call(functionOf("return 3;"), "f", [], new Listener());
    waiting.abort();
    await expect(second).rejects.toMatchObject({ code: "ABORTED" });
    setTimeout(() => running.abort(new Error("enough")), 200);
    await expect(first).rejects.toMatchObject({ code: "ABORTED", message: expect.stringContaining("enough") as string });
    expect(await third).toBe(3);
    await expect(alone.call(functionOf("return 1;"), "f", [], new Listener({ signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: "ABORTED" });
    await alone[Symbol.asyncDispose]();
  });

  test("a flood of lines is cut, and said to be", async () => {
    const host = new Listener();
    await call("for (let i = 0; i < 5000; i++) console.log(i);", host);
    expect(host.lines.length).toBe(1001);
    expect(host.lines.at(-1)).toBe("warn: 4000 more lines were dropped.");
  });

  test("who never stops talking is stopped when the time is out", async () => {
    const host = new Listener({ limits: { timeoutMs: 1_000 } });
    await expect(call("while (true) { console.log('x'); progress(0.5); }", host)).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
    expect(host.lines.length).toBeLessThanOrEqual(1001);
  });

  test("an isolation tells the limits that it was given, and those that hold otherwise", () => {
    expect(new Isolation({ ...options, limits: { timeoutMs: 5 } }).limits).toEqual({ timeoutMs: 5, memoryBytes: 512 * mib, arrayBytes: 4096 * mib });
    expect(Object.isFrozen(isolation.limits)).toBe(true);
  });

  test("limits that are none are refused", async () => {
    await expect(call("", new Listener({ limits: { timeoutMs: 0 } }))).rejects.toMatchObject({ code: "INVALID_OPTION", option: "limits.timeoutMs" });
    for (const [option, value] of [["maxChildren", 0], ["spares", 0.5], ["idleMs", -1]] as const) expect(() => new Isolation({ [option]: value })).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }) as Error);
  });
});

describe.each(processWays)("memory, $name", ({ options, hasSegments }) => {
  const isolation = new Isolation({ ...options, limits: { memoryBytes: 64 * mib, arrayBytes: 64 * mib, timeoutMs: 60_000 } });
  const call = (body: string, ...args: readonly unknown[]): Promise<unknown> => isolation.call(functionOf(body), "f", args, new Listener());
  afterAll(() => isolation[Symbol.asyncDispose]());

  test("a heap that grows beyond its limit ends the child, and others serve on", async () => {
    await expect(call("const a = []; while (true) a.push(new Array(1e5).fill(1.1));")).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "memoryBytes", limitBytes: 64 * mib });
    expect(await call("return 1;")).toBe(1);
  });

  test("buffers count against the memory of the child", async (context) => {
    context.skip(!hasSegments, noSegments);
    await expect(call("const k = []; while (true) k.push(new Float64Array(2 ** 20).fill(1));")).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "memoryBytes" });
    expect(await call("return 1;")).toBe(1);
  });

  test("arrays count against what a call may hold, and those disposed of no more", async (context) => {
    context.skip(!hasSegments, noSegments);
    await expect(call("const k = []; while (true) k.push(NdArray.zeros([2 ** 20]));")).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "arrayBytes", limitBytes: 64 * mib });
    expect(await call("for (let i = 0; i < 100; i++) NdArray.zeros([2 ** 20]).dispose(); return 1;")).toBe(1);
    expect(await call("try { NdArray.zeros([2 ** 26]); } catch (error) { return error.name; }")).toBe("RangeError");
  });

  test("arrays that are dropped are as good as disposed of, also of other sizes, and what is kept is not touched", async (context) => {
    context.skip(!hasSegments, noSegments);
    expect(await call("let sum = 0; for (let i = 0; i < 100; i++) sum += NdArray.full([2 ** 20], i).data[7]; return sum;")).toBe(4950);
    expect(await call("let sum = 0; for (let i = 0; i < 100; i++) sum += NdArray.full([2 ** 20 + i], i).data[7]; return sum;")).toBe(4950);
    expect(await call(`const kept = [], data = [];
      for (let i = 0; i < 6; i++) { kept.push(NdArray.full([2 ** 20], i)); data.push(NdArray.full([2 ** 20], -i).data); }
      for (let i = 0; i < 100; i++) NdArray.full([2 ** 20], 99);
      return [...kept.map((array) => array.data[9]), ...data.map((elements) => elements[9])];`)).toEqual([0, 1, 2, 3, 4, 5, -0, -1, -2, -3, -4, -5]);
  });

  test("an array that an earlier call kept, disposed of late, takes nothing from one that uses its memory now", async (context) => {
    context.skip(!hasSegments, noSegments);
    const source = sourceOf("let kept;\nfunction keep() { kept = NdArray.full([2 ** 20], 1); }\nfunction use() { const own = NdArray.full([2 ** 20], 2); kept.dispose(); const other = NdArray.full([2 ** 20], 3); return [own.data[0], other.data[0]]; }");
    await isolation.call(source, "keep", [], new Listener());
    expect(await isolation.call(source, "use", [], new Listener())).toEqual([2, 3]);
  });

  test("what the library makes for itself, and what the code drops of its results, does not count", async () => {
    const run = async (_: string, [image]: readonly unknown[], allocator: Allocator): Promise<unknown> => allocateWith(allocator, () => {
      const temporary = (image as NdArray).map((x) => x + 1);
      const result = temporary.copy();
      temporary.dispose();
      return result;
    });
    const source = functionOf("let array = NdArray.zeros([2 ** 20]); for (let i = 0; i < 60; i++) array = await gaussian(array); return array.data[3];", "", "async function");
    expect(await isolation.call(source, "f", [], new Listener({ run }))).toBe(60);
  });

  test("what the library gives counts, wherever it made it", async () => {
    const run = async (): Promise<unknown> => NdArray.zeros([2 ** 22]);
    const once = "const kept = []; for (let i = 0; i < 10; i++) kept.push(await gaussian(0)); return kept.length;";
    if (hasSegments) await expect(isolation.call(functionOf(once, "", "async function"), "f", [], new Listener({ run }))).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "arrayBytes" });
    const large = async (): Promise<unknown> => NdArray.zeros([2 ** 25]);
    await expect(isolation.call(functionOf("return gaussian(0);"), "f", [], new Listener({ run: large }))).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "arrayBytes", limitBytes: 64 * mib });
  });

  test("arrays that stay with the host count, for they are kept until the call ends", async () => {
    class OnDevice {}
    const host = new Listener({ run: () => Promise.resolve(new OnDevice()), handleOf: (value) => (value instanceof OnDevice ? { memoryType: "opencl", dtype: "float32", shape: [2 ** 20] } : undefined) });
    const code = "for (let i = 0; i < rounds; i++) await gaussian(0); return 1;";
    expect(await isolation.call(functionOf(code, "rounds", "async function"), "f", [10], host)).toBe(1);
    await expect(isolation.call(functionOf(code, "rounds", "async function"), "f", [20], host)).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "arrayBytes" });
  });

  test("an array that repeats its elements counts as what it stands for", async (context) => {
    context.skip(!hasSegments, noSegments);
    await expect(call("return NdArray.zeros([2 ** 16]).slice([0, 1]).broadcastTo([2 ** 30]);")).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY", limit: "arrayBytes" });
    expect(await call("return NdArray.zeros([2 ** 16]).slice([0, 1]).broadcastTo([2 ** 20]);")).toMatchObject({ shape: [2 ** 20] });
  });

  test("sizes that no array has are refused in the code, which goes on", async () => {
    for (const extents of ["2 ** 53 - 1", "2 ** 50, 2", "1e10", "NaN", "-1", "0.5"]) {
      expect(await call(`try { NdArray.zeros([${extents}]); } catch (error) { return "refused"; }`)).toBe("refused");
    }
  });

  test("thousands of arrays may be held at a time", async (context) => {
    context.skip(!hasSegments, noSegments);
    const many = new Isolation();
    const source = functionOf("const a = []; for (let i = 0; i < 3000; i++) a.push(NdArray.full([128, 128], i)); return a.reduce((sum, { data }) => sum + data[1], 0);");
    expect(await many.call(source, "f", [], new Listener())).toBe(4_498_500);
    await many[Symbol.asyncDispose]();
  });

  test("inputs larger than the memory of the child are no hindrance, also where they are written to", async (context) => {
    context.skip(!hasSegments, noSegments);
    const large = isolation.zeros([128, 1024, 1024], "uint8");
    expect(await call("args[0].data.fill(1); return args[0].data.reduce((a, b) => a + b);", large)).toBe(large.size);
    expect((large.data as Uint8Array).every((element) => element === 0)).toBe(true);
    large.dispose();
  });

  test("a call may have limits of its own", async () => {
    const fill = functionOf("return new Array(8e6).fill(1.5).length;");
    await expect(isolation.call(fill, "f", [], new Listener({ limits: { memoryBytes: 48 * mib } }))).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY" });
    expect(await isolation.call(fill, "f", [], new Listener({ limits: { memoryBytes: 256 * mib } }))).toBe(8e6);
  });

  test("arrays come and go without an end of memory", async () => {
    const array = NdArray.zeros([512, 512]);
    const before = isolation.memory().bytes;
    for (let i = 0; i < 100; i++) ((await call("return args[0].map((x) => x + 1);", array)) as NdArray).dispose();
    expect(isolation.memory().bytes - before).toBeLessThan(20 * mib);
  });
});
