import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isNdArray, NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Listener, sourceOf } from "./guest.js";
import { noNative } from "./ways.js";

const mib = 2 ** 20;
const source = sourceOf("function f() {}");

/** A child that says what it likes. `raw` and `say` send, `wait` says when all is sent; `read()` begins to read what comes after the call. */
const program = (body: string): string => String.raw`
const { Socket } = require("net");
const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.on("error", () => process.exit());
const raw = (bytes) => new Promise((resolve) => socket.write(bytes, resolve));
const say = (message, attachments = []) => {
  const text = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
  const head = Buffer.alloc(12 + 4 * attachments.length);
  head.writeUInt32LE(8 + 4 * attachments.length + text.length + attachments.reduce((sum, { length }) => sum + length, 0), 0);
  head.writeUInt32LE(text.length, 4);
  head.writeUInt32LE(attachments.length, 8);
  attachments.forEach(({ length }, at) => head.writeUInt32LE(length, 12 + 4 * at));
  return raw(Buffer.concat([head, text, ...attachments]));
};
let pending = Buffer.alloc(0);
let answer = () => {};
socket.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32LE(0)) {
    const frame = pending.subarray(4, 4 + pending.readUInt32LE(0));
    pending = pending.subarray(4 + frame.length);
    const at = 8 + 4 * frame.readUInt32LE(4);
    const message = JSON.parse(frame.toString("utf8", at, at + frame.readUInt32LE(0)));
    if (message.type === "serve") say({ type: "served" });
    else if (message.type === "call") lie(message);
    else answer(message);
  }
});
async function lie({ call }) { ${body} }
say({ type: "ready" });
`;

describe.skipIf(noNative !== undefined)(`what a child may say${noNative === undefined ? "" : ` (${noNative})`}`, () => {
  let folder: string;
  const isolation = new Isolation({ spares: 0, limits: { timeoutMs: 20_000, memoryBytes: 256 * mib, arrayBytes: 64 * mib } });
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "openhcs-rules-")); });
  afterAll(async () => {
    await isolation[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  async function hear(body: string, host = new Listener(), after?: () => Promise<void>): Promise<unknown> {
    const { execPath } = process;
    const [node, file] = [join(folder, "node"), join(folder, "child.cjs")];
    writeFileSync(file, program(body));
    writeFileSync(node, `#!/bin/sh\nexec "${execPath}" "${file}"\n`);
    chmodSync(node, 0o700);
    process.execPath = node;
    try {
      const value = await isolation.call(source, "f", [], host);
      await after?.();
      return value;
    } finally {
      process.execPath = execPath;
      await isolation.retire(source.hash);
    }
  }

  const result = (value: string): string => `await say({ type: "result", call, value: ${value} });`;
  /** Retiring the source would end the child, too: it is looked for before. */
  const gone = (): Promise<void> => vi.waitFor(() => expect(isolation.children()).toEqual([]), { timeout: 60_000 });

  test("a frame may come in as many parts as there are bytes", async () => {
    expect(await hear(`const one = JSON.stringify({ type: "result", call, value: "slow" }); const frame = Buffer.alloc(12 + one.length);
      frame.writeUInt32LE(8 + one.length, 0); frame.writeUInt32LE(one.length, 4); frame.write(one, 12);
      for (const byte of frame) { await raw(Buffer.from([byte])); await new Promise(setImmediate); }`)).toBe("slow");
  });

  test("frames may come together, and end anywhere", async () => {
    const host = new Listener();
    expect(await hear(`for (let at = 0; at < 2000; at++) say({ type: "log", level: "info", text: "x".repeat(at) }); ${result("1")}`, host)).toBe(1);
    expect(host.lines.map((line) => line.length - 6).slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, at) => at));
  });

  test.each([
    ["more attachments than a message has", `await raw((() => { const frame = Buffer.alloc(4 + 8 + 4 * 4e6 + 2); frame.writeUInt32LE(frame.length - 4, 0); frame.writeUInt32LE(2, 4); frame.writeUInt32LE(4e6, 8); return frame; })());`],
    ["a line that is no line", `await say({ type: "log", level: "info", text: "x".repeat(1e6) });`],
    ["a line with an attachment", `await say({ type: "log", level: "info", text: "x" }, [Buffer.alloc(1e6)]);`],
    ["lines without end", `for (let at = 0; at < 3000; at++) await say({ type: "log", level: "info", text: "x".repeat(1e5) });`],
    ["requests of other calls without end", `for (let at = 0; at < 3000; at++) await say({ type: "run", call: call - 1, request: 1, key: "k", args: ["x".repeat(1e5)] });`],
    ["that it gives what it does not have", `await say({ type: "give", call, ids: [1, 2, 3] });`],
    ["that it gives no memory", `await say({ type: "give", call, ids: [] });`],
    ["a failure of a megabyte", `await say({ type: "failed", call, error: { name: "E", message: "m", stack: "x".repeat(2 ** 20) } });`],
    ["a request with a key of a megabyte", `await say({ type: "run", call, request: 1, key: "k".repeat(2 ** 20), args: [] });`],
    ["that it gives nothing", `await say({ type: "give", call, ids: { length: 1e9 } });`],
    ["a request while another is under way", `await say({ type: "run", call, request: 1, key: "never", args: [] }); await say({ type: "allocate", call, bytes: 65536 });`],
    ["a request with a number that is none", `await say({ type: "run", call, request: 0.5, key: "k", args: [] });`],
    ["an attachment twice", result(`["list", [1, 2].map(() => ["array", { dtype: "uint8", shape: [4], place: { attachment: 0 } }])]`).replace("});", "}, [Buffer.alloc(4)]);")],
    ["an array of half an attachment", result(`["array", { dtype: "uint8", shape: [4], place: { attachment: 0 } }]`).replace("});", "}, [Buffer.alloc(8)]);")],
    ["a key without a value", result(`["object", ["a", 1, "b"]]`)],
    ["a number that is none", result(`["number", "0x10"]`)],
    ["a decimal bigint of many digits", result(`["bigint", "9".repeat(17000)]`)],
    ["a bigint that is a program", result(`["bigint", "-"]`)],
    ["a handle that every list has", result(`["handle", { handle: "map" }]`)],
  ])("%s is its end", async (_, body) => {
    await expect(hear(body, new Listener({ run: () => new Promise(() => {}) }))).rejects.toMatchObject({ code: "GUEST_DIED", message: expect.stringContaining("broke the rules") as string });
  });

  test("who asks and does not read the answers gets no more of them", async () => {
    let asked = 0;
    const host = new Listener({ run: async (_, [text]) => { asked++; return text; } });
    const before = process.memoryUsage().rss;
    await expect(hear(`socket.pause(); const args = ["x".repeat(8e6)];
      for (let request = 1; request < 200; request++) { await say({ type: "run", call, request, key: "echo", args }); await new Promise((resolve) => setTimeout(resolve, 20)); }`, host)).rejects.toMatchObject({ code: expect.stringMatching(/GUEST_DIED|GUEST_TIMED_OUT/) as string });
    expect(asked).toBeLessThan(5);
    expect((process.memoryUsage().rss - before) / mib).toBeLessThan(400);
  });

  test("a second result, or anything else after the end, is nobody's, and the child's end", async () => {
    for (const after of [`say({ type: "result", call, value: 2 });`, `say({ type: "failed", call, error: {} });`, `say({ type: "allocate", call, bytes: 65536 });`, `say({ type: "ready" });`]) {
      expect(await hear(`say({ type: "result", call, value: 1 }); ${after}`, new Listener(), gone)).toBe(1);
    }
  });

  test("a few last lines after the end are dropped, and a flood of them is the child's end", async () => {
    const host = new Listener();
    const stays = async (): Promise<void> => expect(await isolation.call(source, "f", [], host)).toBe(2);
    expect(await hear(`globalThis.calls = (globalThis.calls ?? 0) + 1; ${result("calls")} say({ type: "log", level: "info", text: "late" });`, host, stays)).toBe(1);
    expect(await hear(`${result("1")} for (let at = 0; at < 2000; at++) say({ type: "log", level: "info", text: "late" });`, host, gone)).toBe(1);
    expect(host.lines.length).toBeLessThan(2);
  });

  test("a result that was sent whole counts, also where the child ends at once", async () => {
    expect(await hear(`await say({ type: "result", call, value: "x".repeat(1e6) }); process.exit(0);`)).toHaveLength(1e6);
  });

  test("errors of requests without end are forgotten, but for the last", async () => {
    const host = new Listener({ run: () => Promise.reject(Object.assign(new Error("no"), { ballast: new Uint8Array(2 ** 20).fill(1) })) });
    const before = process.memoryUsage().rss;
    await expect(hear(`let request = 1; const ask = () => say({ type: "run", call, request, key: "k", args: [] });
      answer = () => { request++ < 1000 ? ask() : say({ type: "failed", call, error: { name: "E", message: "m", request: 1000 } }); }; ask();`, host)).rejects.toMatchObject({ code: "GUEST_FAILED", cause: { message: "no" } });
    expect((process.memoryUsage().rss - before) / mib).toBeLessThan(600);
  });

  test("keys that mean something to JavaScript are keys", async () => {
    const record = await hear(result(`["object", ["__proto__", ["object", ["polluted", 1]], "constructor", 1, "then", 2, "toString", 3, "hasOwnProperty", 4, "0", 5]]`)) as object;
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(record)).toEqual(["0", "__proto__", "constructor", "then", "toString", "hasOwnProperty"]);
    expect({ ...record, own: 1 }).not.toHaveProperty("polluted");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("wishes for memory that nobody has are refused", async () => {
    const grants = await hear(String.raw`
      const wishes = ["65536.5", "1e300", "9007199254740992", "1e999"], grants = [];
      const wish = () => say(JSON.stringify({ type: "allocate", call, bytes: 0 }).replace("0}", wishes[grants.length] + "}"));
      answer = ({ type, id }) => {
        grants.push(["list", [type, id ?? null]]);
        if (grants.length < wishes.length) wish();
        else say({ type: "result", call, value: ["list", grants] });
      };
      wish();`);
    expect(grants).toEqual(new Array(4).fill(["grant", null]));
  });

  test("an array is the guest's own or none", async () => {
    const other = isolation.share(NdArray.full([128, 128], 7));
    const value = await hear(`say({ type: "allocate", call, bytes: 65536 }); answer = ({ id }) => say({ type: "result", call, value: ["array", { dtype: "float32", shape: [16], strides: [1], offset: 0, place: { segment: id, byteOffset: 0, length: 16 } }] });`);
    expect(isNdArray(value) && [...value.data]).toEqual(new Array(16).fill(0));
    other.dispose();
  });
});
