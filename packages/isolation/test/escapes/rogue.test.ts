import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isNdArray, isOpenHcsError, NdArray } from "@openhcs/core";
import { Isolation, type GuestHost } from "@openhcs/isolation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { footprint } from "../bombs/footprint.js";
import { DeviceArray } from "./attempt.js";
import { lies, type Lie } from "./rogue.js";
import { codes } from "./verdict.js";

const mib = 2 ** 20;
const { level, reason } = new Isolation().facts;
const source = { filename: "rogue.ts", code: "", imports: [], names: ["f"], hash: "rogue" };

/** A child that speaks as guests do until it is called. */
const rogue = ({ body }: Lie, other: number) => String.raw`
const { Socket } = require("net");
const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.on("error", () => process.exit());
const raw = (bytes) => socket.write(bytes);
const say = (message, attachments = []) => {
  const text = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
  const head = Buffer.alloc(12 + 4 * attachments.length);
  head.writeUInt32LE(8 + 4 * attachments.length + text.length + attachments.reduce((sum, { length }) => sum + length, 0), 0);
  head.writeUInt32LE(text.length, 4);
  head.writeUInt32LE(attachments.length, 8);
  attachments.forEach(({ length }, at) => head.writeUInt32LE(length, 12 + 4 * at));
  raw(Buffer.concat([head, text, ...attachments]));
};
const other = ${other};
let answer = () => {}, pending = Buffer.alloc(0);
const hear = (message) => {
  if (message.type === "serve") say({ type: "served" });
  else if (message.type === "call") lie(message);
  else answer(message);
};
function lie(call) { ${body} }
socket.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32LE(0)) {
    const frame = pending.subarray(4, 4 + pending.readUInt32LE(0));
    pending = pending.subarray(4 + frame.length);
    const at = 8 + 4 * frame.readUInt32LE(4);
    hear(JSON.parse(frame.toString("utf8", at, at + frame.readUInt32LE(0))));
  }
});
say({ type: "ready" });
`;

describe.skipIf(level !== "full")(level === "full" ? "a child that says" : `a child that lies (${reason})`, () => {
  let folder: string;
  let isolation: Isolation;
  let image: NdArray, secret: NdArray;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-rogue-"));
    isolation = new Isolation({ maxChildren: 2, spares: 0 });
    image = isolation.share(NdArray.full([128, 128], 2));
    secret = isolation.share(NdArray.full([128, 128], 7777.5));
  });
  afterAll(async () => {
    await isolation[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  /** Calls a function in a child that lies. */
  async function hear(lie: Lie): Promise<{ readonly value?: unknown; readonly error?: unknown; readonly asked: readonly unknown[] }> {
    const { execPath } = process;
    const [node, program] = [join(folder, "node"), join(folder, "rogue.cjs")];
    writeFileSync(program, rogue(lie, 2));
    writeFileSync(node, `#!/bin/sh\nexec "${execPath}" "${program}"\n`);
    chmodSync(node, 0o700);
    process.execPath = node;
    const asked: unknown[] = [];
    const host: GuestHost = {
      limits: { timeoutMs: 1_500, memoryBytes: 256 * mib, arrayBytes: 64 * mib },
      async run(key, args) {
        asked.push(key, ...args);
        return key === "never" ? new Promise(() => {}) : args[0];
      },
      progress: (fraction, message) => void asked.push(fraction, message ?? ""),
      log: (_, text) => void asked.push(text),
      handleOf: (value) => (value instanceof DeviceArray ? value : undefined),
    };
    const call = isolation.call(source, "f", [image, new DeviceArray()], host);
    try {
      return { value: await call, asked };
    } catch (error) {
      return { error, asked };
    } finally {
      process.execPath = execPath;
      await isolation.retire(source.hash);
    }
  }

  /** Whether there is anything in a value that a guest has no right to. */
  function strange(value: unknown, depth = 6): string | undefined {
    if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
    if (isNdArray(value)) return (value.data as Float32Array).includes(7777.5) ? "another call's array" : undefined;
    if (typeof value !== "object" || value === null || value instanceof DeviceArray || ArrayBuffer.isView(value) || depth === 0) return undefined;
    if (![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as object)) return "an object of a class";
    return Object.values(value).map((inner) => strange(inner, depth - 1)).find((found) => found !== undefined);
  }

  it.each(lies.map((lie) => [lie.name, lie] as const))("%s gains nothing by it", async (_, lie) => {
    const before = footprint();
    const { value, error, asked } = await hear(lie);
    const after = footprint();
    if (error !== undefined) expect(isOpenHcsError(error, ...codes), String(error)).toBe(true);
    expect(strange([value, asked])).toBeUndefined();
    for (const array of Array.isArray(value) ? value : [value]) if (array instanceof NdArray) array.dispose();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((image.data as Float32Array).every((x) => x === 2)).toBe(true);
    expect((secret.data as Float32Array).every((x) => x === 7777.5)).toBe(true);
    expect((after.bytes - before.bytes) / mib, "MiB that the host grew by").toBeLessThan(512);
    expect(after.cpuMs - before.cpuMs, "ms that the host was at work").toBeLessThan(2_500);
  });

  it("leaves the others as they were", async () => {
    const honest = { filename: "honest.ts", code: "function f(image) { return image.data[0]; }", imports: [], names: ["f"], hash: "honest" };
    expect(await isolation.call(honest, "f", [image], { run: async () => undefined, progress: () => {}, log: () => {} })).toBe(2);
  });
});
