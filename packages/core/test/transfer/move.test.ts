import { createRuntime, NdArray, type BackendSpec } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, link, type HeapArray } from "../backend/heap.js";

const quick = { latencyUs: 1, gbPerSec: 10 };

/** ndarray -> a -> b -> c, and no other way to c. */
function chain(last: (array: HeapArray) => unknown): { heaps: readonly Heap[]; backends: ReturnType<Heap["backend"]>[] } {
  const heaps = ["a", "b", "c"].map((name) => new Heap(name)) as [Heap, Heap, Heap];
  const [a, b, c] = heaps;
  const transfers: BackendSpec["transfers"] = [link(a, b, quick), { from: "b", to: "c", cost: quick, copies: true, run: last }];
  return { heaps, backends: [a.backend(), b.backend({ transfers: [] }), c.backend({ transfers })] };
}

test("arrays keep dtype, shape and values on the way there and back", async () => {
  const a = new Heap("a");
  await using runtime = await createRuntime({ backends: [a.backend()] });
  for (const array of [NdArray.from([[1n, -2n]], "int64"), NdArray.zeros([0, 3], "uint8"), NdArray.from([1.5, Number.NaN], "float16"), NdArray.full([], 7, "uint16")]) {
    const back = await runtime.to(await runtime.to(array, "a"), "ndarray");
    expect([back.dtype, back.shape, back.toNested()]).toEqual([array.dtype, array.shape, array.toNested()]);
  }
});

test("a move to the own memory type gives the same object, a copy never shares", async () => {
  const a = new Heap("a");
  await using runtime = await createRuntime({ backends: [a.backend()] });
  const image = NdArray.from([1, 2, 3]);
  expect(await runtime.to(image, "ndarray")).toBe(image);
  const copy = await runtime.to(image, "ndarray", { copy: true });
  expect(copy).not.toBe(image);
  expect(copy.data.buffer).not.toBe(image.data.buffer);
  const there = await runtime.to(image, "a") as HeapArray;
  expect(await runtime.to(there, "a")).toBe(there);
  const other = await runtime.to(there, "a", { copy: true }) as HeapArray;
  expect(other.buffer).not.toBe(there.buffer);
  expect(a.load(other).toNested()).toEqual([1, 2, 3]);
  for (const array of [copy, there, other]) runtime.dispose(array);
  expect(a.live).toBe(0);
  expect(runtime.memory().map(({ arrays, bytes }) => [arrays, bytes])).toEqual([[0, 0], [0, 0]]);
});

test("a copy never shares even where the transfer does", async () => {
  const view = new Heap("view");
  const kept = NdArray.from([1, 2]);
  const upload = { from: "ndarray", to: "view", cost: quick, copies: true, run: (array: NdArray) => view.store(array) };
  const share = { from: "view", to: "ndarray", cost: quick, copies: false, run: () => kept.retain() };
  await using runtime = await createRuntime({ backends: [view.backend({ transfers: [upload, share] })] });
  const there = await runtime.to(NdArray.from([1, 2]), "view") as HeapArray;
  const [alias, copy] = [(await runtime.to(there, "ndarray")).data, (await runtime.to(there, "ndarray", { copy: true })).data];
  expect([alias.buffer === kept.data.buffer, copy.buffer === kept.data.buffer]).toEqual([true, false]);
});

test("intermediate hops are freed", async () => {
  const { heaps: [a, b, c], backends } = chain((array) => (c as Heap).store((b as Heap).load(array)));
  await using runtime = await createRuntime({ backends });
  const there = await runtime.to(NdArray.from([1, 2, 3]), "c") as HeapArray;
  expect((c as Heap).load(there).toNested()).toEqual([1, 2, 3]);
  expect([a, b, c].map((heap) => heap?.live)).toEqual([0, 0, 1]);
  expect(runtime.memory().filter(({ bytes }) => bytes > 0)).toEqual([{ memoryType: "c", device: 0, arrays: 1, bytes: 24 }]);
});

test("intermediate hops are freed where the last one fails", async () => {
  const { heaps, backends } = chain(() => { throw new Error("link is down"); });
  await using runtime = await createRuntime({ backends });
  const image = NdArray.from([1, 2, 3]);
  await expect(runtime.to(image, "c")).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "c", phase: "transfer", message: "c failed in transfer from b to c: link is down" });
  expect(heaps.map(({ live }) => live)).toEqual([0, 0, 0]);
  expect(runtime.memory().every(({ arrays, bytes }) => arrays === 0 && bytes === 0)).toBe(true);
  expect(image.toNested()).toEqual([1, 2, 3]);
});

test("a transfer between host memory types takes views packed", async () => {
  const a = new Heap("a");
  await using runtime = await createRuntime({ backends: [a.backend()] });
  const reversed = NdArray.from([[1, 2, 3], [4, 5, 6]]).slice(null, [null, null, -1]);
  expect(a.load(await runtime.to(reversed, "a") as HeapArray).toNested()).toEqual([[3, 2, 1], [6, 5, 4]]);
});

test("a move that is given up frees what arrives too late", async () => {
  const a = new Heap("a");
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => { arrive = resolve; });
  await using runtime = await createRuntime({ backends: [a.backend({
    transfers: [{ from: "ndarray", to: "a", cost: quick, copies: true, run: async (array: NdArray) => { await arrival; return a.store(array); } }],
  })] });
  const giveUp = new AbortController();
  const moving = runtime.to(NdArray.from([1, 2, 3]), "a", { signal: giveUp.signal });
  giveUp.abort();
  await expect(moving).rejects.toMatchObject({ code: "ABORTED" });
  arrive();
  await new Promise(setImmediate);
  expect([a.live, runtime.memory()]).toEqual([0, [{ memoryType: "a", device: 0, arrays: 0, bytes: 0 }]]);
});

test("a move out of memory is tried again with the pooled memory freed", async () => {
  const a = new Heap("a", { capacityBytes: 30 });
  await using runtime = await createRuntime({ backends: [a.backend()] });
  (await runtime.to(NdArray.from([1]), "a") as HeapArray).dispose();
  a.pooledBytes = 20;
  const there = await runtime.to(NdArray.from([1, 2, 3]), "a");
  expect([a.count("trim"), a.live]).toEqual([1, 1]);
  await expect(runtime.to(NdArray.from([1, 2]), "a")).rejects.toMatchObject({ code: "OUT_OF_MEMORY", memoryType: "a", requestedBytes: 16 });
  expect(a.count("trim")).toBe(3);
  runtime.dispose(there);
  await expect(runtime.to(NdArray.from([1, 2]), "a")).resolves.toBeDefined();
});

test("what is not an array is refused by name, and a disposed array by its state", async () => {
  await using runtime = await createRuntime({ backends: [new Heap("a").backend()] });
  for (const [value, received] of [[null, "null"], [3, "number"], [{}, "Object"], [new Map(), "Map"]] as const) {
    await expect(runtime.to(value, "a")).rejects.toMatchObject({ code: "NOT_AN_ARRAY", message: `expected an array of a known memory type (ndarray, a), received ${received}.` });
  }
  const image = NdArray.from([1]);
  image.dispose();
  await expect(runtime.to(image, "a")).rejects.toMatchObject({ code: "DISPOSED" });
  const there = await runtime.to(NdArray.from([1]), "a");
  runtime.dispose(there);
  await expect(runtime.to(there, "ndarray")).rejects.toMatchObject({ code: "DISPOSED" });
});

test("closing waits for moves under way", async () => {
  const a = new Heap("a");
  const slow = { from: "ndarray", to: "a", cost: quick, copies: true, run: async (array: NdArray) => { await new Promise((resolve) => setTimeout(resolve, 30)); a.log.push("upload"); return a.store(array); } };
  const runtime = await createRuntime({ backends: [a.backend({ transfers: [slow] })] });
  const moving = runtime.to(NdArray.from([1]), "a");
  await runtime[Symbol.asyncDispose]();
  await moving;
  expect(a.log).toEqual(["open", "upload", "close"]);
});
