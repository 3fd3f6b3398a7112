import type { NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener } from "./guest.js";
import { ways } from "./ways.js";

describe.each(ways)("hosts that fail, $name", ({ options }) => {
  const isolation = new Isolation(options);
  afterAll(() => isolation[Symbol.asyncDispose]());

  const refusing = new Proxy({}, { get() { throw new Error("trap"); }, getPrototypeOf() { throw new Error("trap"); } });
  test.each([
    ["nothing", undefined, "undefined"], ["null", null, "null"], ["a number", 5, "5"], ["a symbol", Symbol("s"), "Symbol(s)"], ["an object without a prototype", Object.create(null), "what was thrown cannot be shown"],
    ["an object with a message", { message: "mine", code: 5 }, "mine"], ["a getter that throws", { get message() { throw new Error("inner"); } }, "[object Object]"], ["a proxy that refuses everything", refusing, "what was thrown cannot be shown"],
  ])("code can catch a function of the host that throws %s", async (_, thrown, message) => {
    // oxlint-disable-next-line prefer-promise-reject-errors
    const host = new Listener({ run: () => Promise.reject(thrown), limits: { timeoutMs: 5_000 } });
    expect(await isolation.call(functionOf('try { return await run("x"); } catch (error) { return error.message; }', "", "async function"), "f", [], host)).toBe(message);
    await expect(isolation.call(functionOf('return run("x");', "", "async function"), "f", [], host)).rejects.toMatchObject({ code: "GUEST_FAILED" });
  });

  const noisy = 'for (let i = 0; i < 1100; i++) console.log(i); return NdArray.zeros([256, 256]);';
  const mine = new Error("mine");
  const fail = (): never => { throw mine; };
  test.each([
    ["hears a line", "console.log(1); for (;;);", { log: fail }],
    ["hears of progress", "progress(0.5); for (;;);", { progress: fail }],
    ["hears of lines that were dropped", noisy, { log: (_: string, line: string) => { if (line.includes("dropped")) fail(); } }],
  ])("what the host throws when it %s is what the call ends in", async (_, body, told) => {
    const host = Object.assign(new Listener({ limits: { timeoutMs: 20_000 } }), told);
    await expect(isolation.call(functionOf(body, "", "async function"), "f", [], host)).rejects.toBe(mine);
  });

  test("what the host throws after the time is out is not what the call ends in, and nothing is left behind", async () => {
    const own = new Isolation(options);
    const host = Object.assign(new Listener({ limits: { timeoutMs: 3_000 } }), { log: (_: string, line: string) => { if (line.includes("dropped")) fail(); } });
    const body = `const kept = NdArray.zeros([256, 256]); ${noisy.replace("return", "for (;;) await run('echo', kept);")}`;
    await expect(own.call(functionOf(body, "", "async function"), "f", [], Object.assign(host, { run: () => Promise.resolve(1) }))).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
    await own[Symbol.asyncDispose]();
    expect(own.memory()).toEqual({ segments: 0, bytes: 0 });
  });

  test("what the library gives after the end of its call is given up at once", async () => {
    const own = new Isolation(options);
    const controller = new AbortController();
    const late: { array?: NdArray; answer?: () => void; args?: readonly unknown[] } = {};
    const host = Object.assign(new Listener({ signal: controller.signal, run: (_, args) => new Promise((resolve) => {
      late.array = own.zeros([256, 256]);
      late.args = args;
      late.answer = () => resolve(late.array);
      controller.abort();
    }) }), { givesFresh: () => true });
    await expect(own.call(functionOf('return run("x", NdArray.zeros([256, 256]));', "", "async function"), "f", [], host)).rejects.toMatchObject({ code: "ABORTED" });
    late.answer?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([late.array, ...(late.args ?? [])].map((array) => (array as NdArray).isDisposed)).toEqual([true, true]);
    await own[Symbol.asyncDispose]();
    expect(own.memory()).toEqual({ segments: 0, bytes: 0 });
  });
});
