import { createRuntime, defineFunction, ndarray, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending, library } from "./sample-functions.js";

const image = ascending([1, 2, 2]);
const doubling = (heap: Heap) => heap.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2));

test("memory is accounted for by memory type and device, and returns to zero", async () => {
  const heap = new Heap("toy", { devices: [0, 1] });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)] })], functions: library });
  expect(runtime.memory()).toEqual([]);
  const [zero, one, result, host] = [
    await runtime.to(image, "toy"), await runtime.to(ascending([4, 4]), "toy", { device: 1 }), await runtime.run("toy:scale", image), await runtime.run("reference:scale", image) as NdArray,
  ];
  expect(runtime.memory()).toEqual([
    { memoryType: "toy", device: 0, arrays: 2, bytes: 32 }, { memoryType: "toy", device: 1, arrays: 1, bytes: 64 }, { memoryType: "ndarray", device: 0, arrays: 1, bytes: 16 },
  ]);
  for (const array of [zero, one, result, host]) runtime.dispose(array);
  expect(runtime.memory().map(({ arrays, bytes }) => [arrays, bytes])).toEqual([[0, 0], [0, 0], [0, 0]]);
});

test("what a backend keeps for reuse is told apart from arrays in use, and only once it is open", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ pooled: () => [{ memoryType: "toy", device: 0, pooledBytes: heap.pooledBytes }, { memoryType: "toy", device: 1, pooledBytes: 7 }] })] });
  expect(runtime.memory()).toEqual([]);
  const there = await runtime.to(image, "toy");
  heap.pooledBytes = 4096;
  expect(runtime.memory()).toEqual([{ memoryType: "toy", device: 0, arrays: 1, bytes: 16, pooledBytes: 4096 }, { memoryType: "toy", device: 1, arrays: 0, bytes: 0, pooledBytes: 7 }]);
  runtime.dispose(there);
});

test("run never disposes its inputs", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)] })], functions: library });
  const there = await runtime.to(image, "toy") as HeapArray;
  for (let i = 0; i < 3; i++) runtime.dispose(await runtime.run("toy:scale", there));
  await runtime.run("toy:scale", there, { factor: -1 }).catch(() => {});
  expect([heap.load(there).toNested(), heap.live]).toEqual([image.toNested(), 1]);
});

test("a disposed array cannot be used: not run, not moved, not read", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)] })], functions: library });
  const there = await runtime.to(image, "toy") as HeapArray;
  runtime.dispose(there);
  runtime.dispose(there);
  await expect(runtime.run("toy:scale", there)).rejects.toMatchObject({ code: "DISPOSED" });
  await expect(runtime.run("reference:scale", there)).rejects.toMatchObject({ code: "DISPOSED" });
  expect(() => there.buffer).toThrow(expect.objectContaining({ code: "DISPOSED" }));
  expect(heap.live).toBe(0);
});

test("disposing of an array during a call lets the call end and then frees it", async () => {
  const heap = new Heap("toy");
  let go = () => {};
  const gate = new Promise<void>((resolve) => { go = resolve; });
  const waiting = { ...doubling(heap), run: async ({ image: array }: { readonly image: HeapArray }) => { await gate; return heap.store(heap.load(array).multiply(2)); } };
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [waiting] })], functions: library });
  const there = await runtime.to(image, "toy") as HeapArray;
  const call = runtime.run("toy:scale", there) as Promise<HeapArray>;
  runtime.dispose(there);
  expect(heap.live).toBe(1);
  go();
  const result = await call;
  expect([heap.load(result).toNested(), heap.live]).toEqual([[[[0, 2], [4, 6]]], 1]);
  runtime.dispose(result);
  expect(heap.live).toBe(0);
});

test("disposing of an array before its call has begun still lets the call end", async () => {
  await using runtime = await createRuntime({ functions: library });
  const mine = ascending([1, 2, 2]);
  const call = runtime.run("scale", mine) as Promise<NdArray>;
  mine.dispose();
  expect((await call).toNested()).toEqual([[[0, 2], [4, 6]]]);
});

test("a body that gives back its input gives a handle of its own", async () => {
  await using runtime = await createRuntime({ functions: library });
  const same = ndarray(function same(array: NdArray) { return array; });
  const key = runtime.register(same, { namespace: "openhcs" });
  const mine = await runtime.run("scale", image) as NdArray;
  const result = await runtime.run(key, mine) as NdArray;
  expect(result).not.toBe(mine);
  mine.dispose();
  expect(result.toNested()).toEqual([[[0, 2], [4, 6]]]);
  result.dispose();
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
});

test("an array that goes through several functions is accounted for once", async () => {
  await using runtime = await createRuntime({ functions: library });
  const same = runtime.register(ndarray(function same(array: NdArray) { return array; }), { namespace: "openhcs" });
  const first = await runtime.run("scale", image);
  const [second, third] = [await runtime.run(same, first), await runtime.run(same, first)];
  expect(runtime.memory()).toEqual([{ memoryType: "ndarray", device: 0, arrays: 1, bytes: 16 }]);
  for (const array of [first, second, third]) runtime.dispose(array);
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
});

test("outputs are freed where a later one cannot be finished", async () => {
  const heap = new Heap("toy", { dtypes: ["float32"] });
  const two = defineFunction({
    name: "two", documentation: "Two images.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { first: { type: "array", result: "image" }, second: { type: "array", result: "mask" } }, main: "first",
    reference: ({ image: array }) => ({ first: array.add(1), second: array.add(2) }),
  });
  let downloads = 0;
  const transfers = [...(heap.backend().transfers ?? []).filter(({ to }) => to === "toy"), {
    from: "toy", to: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 }, copies: true,
    run: (array: HeapArray) => { if (++downloads > 1) throw new Error("link is down"); return heap.load(array); },
  }];
  const kernel = { ...doubling(heap), function: "two", run: ({ image: array }: { readonly image: HeapArray }) => ({ first: heap.store(heap.load(array)), second: heap.store(heap.load(array)) }) };
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [kernel], transfers })], functions: [two] });
  await expect(runtime.run("toy:two", image, {}, { dtypeConversion: "uint8" })).rejects.toMatchObject({ code: "BACKEND_FAILED", phase: "transfer" });
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("concurrent calls on one array leave nothing behind", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)] })], functions: library });
  const there = await runtime.to(image, "toy");
  const calls = Array.from({ length: 40 }, (_, at) => runtime.run(at % 3 === 0 ? "toy:scale" : "reference:scale", there, at % 5 === 0 ? { factor: "no" as never } : {}));
  const results = await Promise.allSettled(calls);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(8);
  for (const result of results) if (result.status === "fulfilled") runtime.dispose(result.value);
  runtime.dispose(there);
  expect([heap.live, runtime.memory().map(({ bytes }) => bytes)]).toEqual([0, [0, 0]]);
});

test("a result goes to the memory type that its function declares to return, on a device that this has", async () => {
  const heap = new Heap("toy", { devices: [3] });
  await using runtime = await createRuntime({ backends: [heap.backend()] });
  const sent = ndarray({ outputMemoryType: "toy" })(function sent(array: NdArray) { return array.add(1); });
  const { value, record } = await runtime.call(runtime.register(sent, { namespace: "openhcs" }), image);
  expect([heap.load(value as HeapArray).toNested(), (value as HeapArray).device]).toEqual([[[[1, 2], [3, 4]]], 3]);
  expect(record.moves.map(({ name, path }) => [name, path])).toEqual([["image", ["ndarray", "toy:3"]]]);
  runtime.dispose(value);
  expect([heap.live, runtime.memory().map(({ arrays }) => arrays)]).toEqual([0, [0, 0]]);
});

test("a view of its input that a body gives back is none of the runtime's memory, and outlives the input", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend()], functions: library });
  const views = {
    rows: ndarray(function rows(array: NdArray) { return array.slice([0, 1]); }),
    around: ndarray(function around({ data, shape, dtype }: NdArray) { return new NdArray({ data, shape, dtype }); }),
  };
  for (const view of Object.values(views)) {
    const key = runtime.register(view, { namespace: "openhcs" });
    let freed = false;
    const mine = image.copy();
    mine.storage.onFree(() => { freed = true; });
    const result = await runtime.run(key, mine) as NdArray;
    mine.dispose();
    expect([runtime.memory().reduce((total, { arrays }) => total + arrays, 0), freed, result.toNested()]).toEqual([0, false, [[[0, 1], [2, 3]]]]);
    result.dispose();
    expect(freed).toBe(true);
    const there = await runtime.to(image, "toy") as HeapArray;
    const [first, second] = [await runtime.run(key, there as never) as NdArray, await runtime.run("scale", image) as NdArray];
    expect(runtime.memory().map(({ memoryType, arrays }) => [memoryType, arrays])).toEqual([["toy", 1], ["ndarray", 2]]);
    for (const array of [there, first, second]) runtime.dispose(array);
    expect(runtime.memory().map(({ arrays }) => arrays)).toEqual([0, 0]);
  }
});

test("one array under two names, or a view of it, is two handles counted once", async () => {
  const twice = (name: string, other: (array: NdArray) => NdArray) => defineFunction({
    name, documentation: "Gives an array twice.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { first: { type: "array", result: "image" }, second: { type: "array", result: "native" } }, main: "first",
    reference: ({ image: array }) => { const result = array.multiply(2); return { first: result, second: other(result) }; },
  });
  await using runtime = await createRuntime({ functions: [twice("same", (array) => array), twice("view", (array) => array.slice(0))] });
  for (const key of ["same", "view"]) {
    const { outputs } = await runtime.call(key, image);
    const [first, second] = [outputs["first"] as NdArray, outputs["second"] as NdArray];
    expect([first === second, runtime.memory()[0]?.arrays]).toEqual([false, 1]);
    first.dispose();
    expect(second.size).toBe(4);
    second.dispose();
    const converted = (await runtime.call(key, image, {}, { dtypeConversion: "uint8" })).outputs;
    expect([(converted["first"] as NdArray).dtype, (converted["second"] as NdArray).dtype, runtime.memory()[0]?.arrays]).toEqual(["uint8", "float32", 2]);
    for (const array of Object.values(converted)) runtime.dispose(array);
    expect(runtime.memory()[0]?.arrays).toBe(0);
  }
});

test("an array may be disposed of while another input of its call is on its way, and while the call is tried again", async () => {
  const heap = new Heap("toy");
  let tries = 0;
  const blends = heap.kernel("blend", ({ image: a, other: b }) => {
    if (++tries < 2) throw new RangeError("Array buffer allocation failed");
    return (a as NdArray).add(b as NdArray);
  });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [blends] })], functions: library });
  const [mine, other] = [ascending([1, 2, 2]), ascending([1, 2, 2])];
  const call = runtime.call("toy:blend", mine, { other });
  mine.dispose();
  other.dispose();
  const { value, record } = await call;
  expect([heap.load(value as HeapArray).toNested(), record.attempts, heap.live]).toEqual([[[[0, 2], [4, 6]]], 2, 1]);
  runtime.dispose(value);
});

test("a body that disposes of its input still gives its result", async () => {
  await using runtime = await createRuntime();
  const eager = ndarray(function eager(array: NdArray) { const result = array.add(1); array.dispose(); return result; });
  const result = await runtime.run(runtime.register(eager, { namespace: "openhcs" }), image) as NdArray;
  expect([result.toNested(), image.isDisposed]).toEqual([[[[1, 2], [3, 4]]], false]);
});
