import { AsyncLocalStorage } from "node:async_hooks";
import { createRuntime, defineFunction, installCallCarrier, memory, ndarray, NdArray, recordOf, type AmbientCall } from "@openhcs/core";
import { beforeAll, expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending, average, library, scale, shift } from "./sample-functions.js";

beforeAll(() => installCallCarrier(new AsyncLocalStorage<AmbientCall>()));

const image = ascending([1, 2, 2]);
const quick = new Heap("unused", { cost: { latencyUs: 0, gbPerSec: 1e6 } }).options;
const kernels = (heap: Heap) => [heap.kernel("scale", ({ image: array }, { factor }) => (array as NdArray).multiply(factor as number), { cost: { latencyUs: 0, gbPerSec: 1e6 } })];

test("outside of any runtime a library function is the host reference", async () => {
  expect((await scale(image, { factor: 3 }) as NdArray).toNested()).toEqual([[[0, 3], [6, 9]]]);
});

test("library functions called from a body run in its runtime, give the body's memory type and are recorded as its calls", async () => {
  const heap = new Heap("toy", quick);
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: library });
  const received: unknown[] = [];
  const custom = ndarray(async function custom(array: NdArray) {
    const scaled = await scale(array, { factor: 2 });
    received.push(scaled);
    await new Promise(setImmediate);
    const level = await average(scaled);
    return (scaled as NdArray).subtract(level);
  });
  const { value, record } = await runtime.call(runtime.register(custom, { namespace: "openhcs" }), image);
  expect((value as NdArray).toNested()).toEqual([[[-3, -1], [1, 3]]]);
  expect(received[0]).toBeInstanceOf(NdArray);
  expect(record.calls.map(({ key, kernel, status }) => [key, kernel, status])).toEqual([["scale", "toy:scale", "ok"], ["average", "reference:average", "ok"]]);
  expect([heap.log, heap.live]).toEqual([["open", "upload", "kernel", "download"], 0]);
});

test("a function on device memory gets results of library functions there", async () => {
  const heap = new Heap("toy", quick);
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: library });
  const onToy = memory("toy")(async function onToy(array: HeapArray) { return await shift(await scale(array as never, { factor: 2 }), { amount: 1 }); });
  const result = await runtime.run(runtime.register(onToy, { namespace: "openhcs" }), image) as HeapArray;
  expect(heap.load(result).toNested()).toEqual([[[1, 3], [5, 7]]]);
  runtime.dispose(result);
});

test("library functions that nobody registered run all the same", async () => {
  await using runtime = await createRuntime();
  const custom = ndarray(async function custom(array: NdArray) { return await scale(array, { factor: 2 }); });
  const { record } = await runtime.call(runtime.register(custom, { namespace: "openhcs" }), image);
  expect(record.calls).toMatchObject([{ key: "scale", kernel: "reference:scale" }]);
});

test("insisting on the reference holds for the calls within", async () => {
  const heap = new Heap("toy", quick);
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: library });
  const custom = ndarray(async function custom(array: NdArray) { return await scale(array, { factor: 2 }); });
  const key = runtime.register(custom, { namespace: "openhcs" });
  const { record } = await runtime.call(key, image, {}, { on: "reference" });
  expect(record.calls).toMatchObject([{ kernel: "reference:scale" }]);
  expect((await runtime.call(key, image)).record.calls).toMatchObject([{ kernel: "toy:scale" }]);
});

test("calls at the same time keep to their own runtime and record", async () => {
  const heaps = [new Heap("toy", quick), new Heap("toy", quick)] as const;
  const [one, two] = await Promise.all(heaps.map((heap) => createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: library })));
  const custom = ndarray({ parameters: { times: { type: "integer", default: 1 } } })(async function custom(array: NdArray, times: number) {
    let result: unknown = array;
    for (let i = 0; i < times; i++) { await new Promise((resolve) => setTimeout(resolve, 1)); result = await scale(result as NdArray, { factor: 2 }); }
    return result;
  });
  for (const runtime of [one, two]) runtime?.register(custom, { namespace: "openhcs" });
  const results = await Promise.all([one?.call("openhcs:custom", image, { times: 3 }), two?.call("openhcs:custom", image, { times: 5 }), one?.call("openhcs:custom", image, { times: 2 })]);
  expect(results.map((result) => result?.record.calls.length)).toEqual([3, 5, 2]);
  expect(heaps.map((heap) => heap.count("kernel"))).toEqual([5, 5]);
  for (const runtime of [one, two]) await runtime?.[Symbol.asyncDispose]();
});

test("a failing library function is catchable in the body and stays in the record", async () => {
  await using runtime = await createRuntime({ functions: library });
  const custom = ndarray(async function custom(array: NdArray) { return await scale(array, { factor: -1 }).catch(() => array.add(1)); });
  const { record } = await runtime.call(runtime.register(custom, { namespace: "openhcs" }), image);
  expect(record).toMatchObject({ status: "ok", calls: [{ key: "scale", status: "failed", error: { code: "INVALID_ARGUMENT" } }] });
});

test("calls within stop when the caller's time is out", async () => {
  await using runtime = await createRuntime({ functions: library });
  const rounds: number[] = [];
  const forever = ndarray(async function forever(array: NdArray) {
    for (let i = 0; ; i++) { rounds.push(i); await new Promise((resolve) => setTimeout(resolve, 2)); await scale(array, { factor: 1 }); }
  });
  const key = runtime.register(forever, { namespace: "openhcs" });
  const error: unknown = await runtime.run(key, image, {}, { timeoutMs: 20 }).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "TIMED_OUT", what: "openhcs:forever", timeoutMs: 20 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const stopped = rounds.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rounds.length).toBe(stopped);
  expect(recordOf(error)?.status).toBe("failed");
});

test("the context runs other functions within the same call too, in the body's memory type", async () => {
  const heap = new Heap("toy", quick);
  const outer = defineFunction({
    name: "outer", documentation: "Runs another function.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }, _, { run }) => (await run("toy:scale", array, { factor: 2 }) as NdArray).add(1),
  });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: [...library, outer] });
  const { value, record } = await runtime.call("outer", image);
  expect((value as NdArray).toNested()).toEqual([[[1, 3], [5, 7]]]);
  expect(record.calls).toMatchObject([{ key: "toy:scale", kernel: "toy:scale" }]);
  expect(heap.live).toBe(0);
});

test("what a call allows holds for the calls within", async () => {
  const [a, b] = [new Heap("a", quick), new Heap("b", quick)];
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend({ kernels: kernels(b) })], functions: library });
  const onA = memory("a")(async function onA(array: HeapArray) { return await scale(array as never, { factor: 2 }); });
  const key = runtime.register(onA, { namespace: "openhcs" });
  const strict = await runtime.call(key, image);
  expect(strict.record.calls).toMatchObject([{ kernel: "reference:scale" }]);
  const { value, record } = await runtime.call(key, image, {}, { allowHostRoundtrip: true });
  expect(record.calls).toMatchObject([{ kernel: "b:scale" }]);
  expect(a.load(value as HeapArray).toNested()).toEqual([[[0, 2], [4, 6]]]);
  for (const result of [strict.value, value]) runtime.dispose(result);
  expect([a.live, b.live]).toEqual([0, 0]);
});

test("what calls within gave a body is freed with it, but for what it returns, also in its metadata", async () => {
  const heap = new Heap("toy", quick);
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: kernels(heap) })], functions: library });
  const live: number[] = [];
  const chain = memory("toy")({ specialOutputs: ["halfway"] })(async function chain(array: HeapArray) {
    let result = array;
    const made: HeapArray[] = [];
    for (let i = 0; i < 5; i++) made.push(result = await scale(result as never, { factor: 2 }) as never);
    live.push(heap.live);
    return [result, made[1], { pyramid: [made[2]] }];
  });
  const there = await runtime.to(image, "toy");
  const { outputs } = await runtime.call(runtime.register(chain, { namespace: "openhcs" }), there as never);
  const kept = [outputs["image"], outputs["halfway"], (outputs["metadata"] as { readonly pyramid: readonly HeapArray[] }).pyramid[0]] as HeapArray[];
  expect([live, heap.live, kept.map((array) => heap.load(array).get(0, 0, 1))]).toEqual([[6], 4, [32, 4, 8]]);
  for (const array of [...kept, there]) runtime.dispose(array);
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("what calls within gave a body is freed where it fails, and their other outputs at once", async () => {
  const two = defineFunction({
    name: "two", documentation: "Two images.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { first: { type: "array", result: "image" }, second: { type: "array", result: "image" } }, main: "first",
    reference: ({ image: array }) => ({ first: array.add(1), second: array.add(2) }),
  });
  await using runtime = await createRuntime({ functions: [...library, two] });
  const held: (number | undefined)[] = [];
  const fails = ndarray(async function fails(array: NdArray) {
    await two(array);
    held.push(runtime.memory()[0]?.arrays);
    throw new Error("no");
  });
  await expect(runtime.run(runtime.register(fails, { namespace: "openhcs" }), image)).rejects.toMatchObject({ code: "FUNCTION_FAILED" });
  expect([held, runtime.memory().map(({ arrays }) => arrays)]).toEqual([[1], [0]]);
});
