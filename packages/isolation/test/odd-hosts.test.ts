import { NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener } from "./guest.js";
import { ways } from "./ways.js";

describe.each(ways)("hosts that fail, $name", { timeout: 60_000 }, ({ options }) => {
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
});
