import { NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener, sourceOf } from "./guest.js";
import { ways } from "./ways.js";

describe.each(ways)("values, $name", ({ options }) => {
  const isolation = new Isolation(options);
  const echo = functionOf("return args[0];");
  const call = (value: unknown): Promise<unknown> => isolation.call(echo, "f", [value], new Listener());
  afterAll(() => isolation[Symbol.asyncDispose]());

  test.each([
    null, undefined, true, false, 0, -0, 1.5, NaN, Infinity, -Infinity, 2 ** 53, 5e-324, 0n, -(2n ** 70n), "", "text\u0000\ud83d\ude00\"\\", "\ud800",
    [], [1, [2, [undefined, null]]], {}, { a: 1, "b c": { d: [true] } }, ["list", []], { $: "x", toJSON: 1 },
  ])("%o comes back as it went", async (value) => {
    const back = await call(value);
    expect(back).toStrictEqual(value);
    expect(Object.is(back, value) || typeof value === "object").toBe(true);
  });

  test.each([
    new Uint8Array([1, 255]), new Int8Array([-1]), new Uint8ClampedArray([7]), new Uint16Array([1, 65535]), new Int16Array(0), new Uint32Array([2 ** 32 - 1]), new Int32Array([-5]),
    new Float32Array([1.5, NaN]), new Float64Array([Math.PI]), new BigInt64Array([-1n]), new BigUint64Array([2n ** 64n - 1n]),
  ])("typed elements come back as they went: %o", async (elements) => {
    expect(await call(elements)).toStrictEqual(elements);
    expect(await call({ deep: [elements.subarray(0, 1)] })).toStrictEqual({ deep: [elements.slice(0, 1)] });
  });

  test("a large list of typed elements comes back as it went", async () => {
    const elements = Float64Array.from({ length: 20_000 }, (_, i) => i / 3);
    expect(await call(elements)).toStrictEqual(elements);
  });

  test("a key named __proto__ is a key as any other", async () => {
    const back = await call(JSON.parse('{ "__proto__": { "polluted": 1 } }'));
    expect(Object.getOwnPropertyNames(back)).toEqual(["__proto__"]);
    expect((back as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    ["a function", [() => 1], 'argument 1 of "f"[0]', "it is a function."],
    ["a symbol", { a: { b: Symbol("s") } }, 'argument 1 of "f".a.b', "it is a symbol."],
    ["a map", new Map(), 'argument 1 of "f"', "it is a Map."],
    ["a date", new Date(), 'argument 1 of "f"', "it is a Date."],
    ["a buffer without a type", new ArrayBuffer(4), 'argument 1 of "f"', "it is a ArrayBuffer."],
  ])("%s cannot go in, and the error says where it stands", async (_, value, path, rule) => {
    await expect(call(value)).rejects.toMatchObject({ code: "GUEST_VALUE", path, rule: expect.stringContaining(rule) as string });
  });

  test.each([
    ["a function", "return { a: [() => 1] };", "the result.a[0]"],
    ["a set", "return [new Set()];", "the result[0]"],
    ["an instance of a class", "return new (class Point {})();", "the result"],
    ["something endless", "const a = []; a.push(a); return a;", expect.stringContaining("the result[0][0]") as string],
  ])("%s cannot come out, and the error says where it stands", async (_, body, path) => {
    await expect(isolation.call(functionOf(body), "f", [], new Listener())).rejects.toMatchObject({ code: "GUEST_VALUE", path });
  });

  test.each([
    ["a bigint of very many bits", "return [2n ** 65536n];", "the result[0]", "bits"],
    ["a text beyond what a message holds", "return 'x'.repeat(2 ** 24);", "the message", "bytes"],
    ["a text whose letters take more bytes than it has letters", "return '\u6f22'.repeat(6e6);", "the message", "18000"],
    ["very many lists", "return Array.from({ length: 1.2e6 }, () => []);", expect.stringContaining("the result["), "large data belongs in arrays"],
    ["very many small arrays", "return Array.from({ length: 20000 }, () => NdArray.zeros([1]));", "the result[16384]", "16384 small arrays"],
    ["a very long list", "return new Array(4e6).fill(0.5);", "the result[2000000]", "large data belongs in arrays"],
    ["a long list of long numbers", "return Array.from({ length: 8e5 }, (_, i) => i / 7);", "the message", "large data belongs in arrays"],
    ["one array very many times", "return new Array(2e4).fill(NdArray.zeros([256, 256]));", expect.stringContaining("the result["), "arrays"],
    ["very many keys", "return Object.fromEntries(Array.from({ length: 7e4 }, (_, i) => ['k' + i, 0]));", "the result", "65536 different keys"],
  ])("%s cannot come out, which is said, and the child serves on", async (_, body, path, rule) => {
    await expect(isolation.call(functionOf(body), "f", [], new Listener())).rejects.toMatchObject({ code: "GUEST_VALUE", path, rule: expect.stringContaining(rule) as string });
  });

  test.each([
    ["a dtype of its own", "dtype: { a: 1 }"], ["a dtype that is none", 'dtype: "float4096"'], ["extents of lists", "shape: [[[1]], 2]"], ["extents that are no list", "shape: { a: 1 }"], ["very many extents", "shape: new Array(1e5).fill(1)"],
    ["extents that are no integers", "shape: [0.5]"], ["strides of lists", "strides: [[1], 1]"], ["an offset of its own", "offset: { a: 1 }"],
    ["an offset into its bytes of its own", "data: { buffer: real.data.buffer, byteOffset: { a: 1 }, length: 2 }"], ["a length of its own", "data: { buffer: real.data.buffer, byteOffset: 0, length: [1] }"],
  ])("what passes for an array with %s writes nothing of its own into a message", async (_, lie) => {
    const forged = `const real = NdArray.zeros([256, 256]); const odd = { [Symbol.for("openhcs.nd-array")]: true, dtype: "float32", shape: [2], strides: [1], offset: 0, data: real.data, isPacked: true, bytes: 2 ** 20, ${lie} };`;
    const serve = sourceOf(`let served = 0;\nfunction count() { return ++served; }\nfunction f() { served++; ${forged} return [odd]; }`);
    const outcome = await isolation.call(serve, "f", [], new Listener()).then(() => "an array", (error: unknown) => (error as { code?: string }).code);
    // Else the host ends the child, for what no guest sends.
    expect(["an array", "GUEST_VALUE", "GUEST_FAILED"]).toContain(outcome);
    expect(await isolation.call(serve, "count", [], new Listener())).toBe(2);
  });

  test("large bigints, texts and lists come out", async () => {
    expect(await call([2n ** 65000n, -(2n ** 65000n), "\u6f22".repeat(5e6)])).toEqual([2n ** 65000n, -(2n ** 65000n), "\u6f22".repeat(5e6)]);
    expect(await isolation.call(functionOf("return Array.from({ length: 1e6 }, (_, i) => i % 100 ? i : NaN);"), "f", [], new Listener())).toHaveLength(1e6);
    expect(await isolation.call(functionOf("return Array.from({ length: 5e4 }, (_, i) => ({ label: i, name: `cell ${i}` }));"), "f", [], new Listener())).toHaveLength(5e4);
  });

  test("what cannot go in disturbs nothing", async () => {
    await expect(call([NdArray.zeros([200, 200]), () => 1])).rejects.toMatchObject({ code: "GUEST_VALUE" });
    expect(await call(1)).toBe(1);
  });

  test("promises and thenables are awaited", async () => {
    expect(await isolation.call(functionOf("await null; return 5;", "", "async function"), "f", [], new Listener())).toBe(5);
    expect(await isolation.call(functionOf("return { then(resolve) { resolve(6); } };"), "f", [], new Listener())).toBe(6);
  });

  test("an array of another memory type goes in as a handle and comes back as what it was", async () => {
    class OnDevice { readonly secret = 42; }
    const image = new OnDevice();
    const blurred = new OnDevice();
    const seen: unknown[] = [];
    const host = new Listener({
      handleOf: (value) => (value instanceof OnDevice ? { memoryType: "opencl", dtype: "float32", shape: [2, 3] } : undefined),
      run: (key, args) => { seen.push(key, ...args); return Promise.resolve(blurred); },
    });
    const source = sourceOf("async function f(image) { return [await gaussian(image, { sigma: 2 }), image, image.memoryType, image.dtype, image.shape, Object.keys(image), `${image}`]; }");
    const [first, second, ...rest] = await isolation.call(source, "f", [image], host) as unknown[];
    expect(first).toBe(blurred);
    expect(second).toBe(image);
    expect(rest).toEqual(["opencl", "float32", [2, 3], ["memoryType", "dtype", "shape", "toString"], "opencl(float32, [2, 3])"]);
    expect(seen).toEqual(["gaussian", image, { sigma: 2 }]);
  });

  test("console and progress come through, in order", async () => {
    const host = new Listener();
    await isolation.call(functionOf('console.log("a", 1, [1, 2n], { b: "c" }, undefined, NdArray.zeros([2])); progress(0.25); console.warn(new Error("w").message); progress(2, "over");'), "f", [], host);
    expect(host.lines).toEqual(['info: a 1 [1, 2n] { b: "c" } undefined NdArray(float32, [2])', "warn: w"]);
    expect(host.steps).toEqual([[0.25, undefined], [1, "over"]]);
  });
});
