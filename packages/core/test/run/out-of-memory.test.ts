import { createRuntime, defineFunction, LOGGER, memory, ndarray, NdArray, OutOfMemoryError, provide, recordOf, type Kernel } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending, library } from "./sample-functions.js";

const image = ascending([1, 2, 2]);
const [one, two] = [image.bytes, 2 * image.bytes];

function setUp(capacityBytes: number, traits: Partial<Kernel> = {}) {
  const heap = new Heap("toy", { capacityBytes });
  const kernels = [heap.kernel("scale", ({ image: array }, { factor }) => (array as NdArray).multiply(factor as number), traits)];
  return { heap, backend: heap.backend({ kernels }) };
}

test("memory that is pooled is freed and the call tried again", async () => {
  const { heap, backend } = setUp(two);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await (await runtime.run("toy:scale", image) as HeapArray).dispose();
  heap.pooledBytes = one;
  const { value, record } = await runtime.call("toy:scale", image);
  expect(heap.load(value as HeapArray).toNested()).toEqual([[[0, 2], [4, 6]]]);
  expect([record.attempts, record.status, record.fallback, heap.count("trim")]).toEqual([2, "ok", undefined, 1]);
  runtime.dispose(value);
});

test("after two retries the call fails with a typed error, and everything that it held is freed", async () => {
  const { heap, backend } = setUp(one);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const error: unknown = await runtime.run("toy:scale", image).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "OUT_OF_MEMORY", memoryType: "toy", requestedBytes: one, message: `toy is out of memory for ${one} bytes.` });
  expect(recordOf(error)).toMatchObject({ status: "failed", attempts: 3, kernel: "toy:scale", error: { code: "OUT_OF_MEMORY" } });
  expect([heap.count("kernel"), heap.count("trim"), heap.live]).toEqual([3, 2, 0]);
  expect(runtime.memory().every(({ bytes }) => bytes === 0)).toBe(true);
});

test("a failed call poisons no later one", async () => {
  const { heap, backend } = setUp(one);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  heap.capacityBytes = two;
  const { value, record } = await runtime.call("toy:scale", image);
  expect([record.attempts, heap.live]).toEqual([1, 1]);
  runtime.dispose(value);
});

test.each([["the kernel", one], ["the upload", 0]])("where memory runs out in %s the host runs it, if the call says so, and the record tells", async (_, capacity) => {
  const { heap, backend } = setUp(capacity);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const { value, record } = await runtime.call("toy:scale", image, { factor: 3 }, { onOutOfMemory: "host" });
  expect((value as NdArray).toNested()).toEqual([[[0, 3], [6, 9]]]);
  expect(record).toMatchObject({ status: "ok", kernel: "reference:scale", memoryType: "ndarray", attempts: 3, fallback: `toy is out of memory for ${one} bytes.` });
  expect([heap.live, runtime.plan("toy:scale", image).kernel]).toEqual([0, "toy:scale"]);
});

test("the host takes over with an array that lies on the device", async () => {
  const { heap, backend } = setUp(one);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const there = await runtime.to(image, "toy");
  const { value, record } = await runtime.call("toy:scale", there, {}, { onOutOfMemory: "host" });
  expect([(value as NdArray).toNested(), record.fallback !== undefined, heap.live]).toEqual([[[[0, 2], [4, 6]]], true, 1]);
});

test.each([
  ["an error with the code", () => Object.assign(new Error("cuMemAlloc: 2"), { code: "OUT_OF_MEMORY" }), "toy is out of memory: cuMemAlloc: 2."],
  ["a failed allocation of the engine", () => new RangeError("Array buffer allocation failed"), "ndarray is out of memory: Array buffer allocation failed."],
  ["a typed array too long", () => new RangeError("Invalid typed array length: 4294967297"), "ndarray is out of memory: Invalid typed array length: 4294967297."],
])("%s counts as out of memory", async (_, make, message) => {
  const { heap, backend } = setUp(Infinity, { run: () => { throw make(); } });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const error: unknown = await runtime.run("toy:scale", image).catch((failure: unknown) => failure);
  expect([(error as OutOfMemoryError).code, (error as OutOfMemoryError).message, recordOf(error)?.attempts, heap.live]).toEqual(["OUT_OF_MEMORY", message, 3, 0]);
});

test("the host's own lack of memory is no reason to run on the host again", async () => {
  const { backend } = setUp(Infinity);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  runtime.register(ndarray(function hungry() { throw new OutOfMemoryError("ndarray"); }), { namespace: "openhcs" });
  await expect(runtime.run("openhcs:hungry", image, {}, { onOutOfMemory: "host" })).rejects.toMatchObject({ code: "OUT_OF_MEMORY", message: "ndarray is out of memory." });
});

test("other errors are not tried again", async () => {
  const { heap, backend } = setUp(Infinity, { run: () => { heap.log.push("kernel"); throw new Error("illegal instruction"); } });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_FAILED", phase: "kernel", message: "toy failed in kernel of scale: illegal instruction" });
  expect([heap.count("kernel"), heap.count("trim"), heap.live]).toEqual([1, 0, 0]);
});

test("a trim that fails does not hide that memory ran out", async () => {
  const warn = vi.fn<(message: string, error?: unknown) => void>();
  const { heap } = setUp(one);
  const kernels = [heap.kernel("scale", ({ image: array }) => (array as NdArray).copy())];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels, trim: () => { throw new Error("pool is locked"); } })], functions: library, services: [provide(LOGGER, { warn, debug: () => {} })] });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  expect(await runtime.run("toy:scale", image, {}, { onOutOfMemory: "host" })).toBeInstanceOf(NdArray);
  expect(warn).toHaveBeenCalledWith("toy failed in freeing pooled memory", expect.objectContaining({ message: "pool is locked" }));
});

test("a result that finds no memory on its way frees what the kernel made, and is tried again", async () => {
  const { heap } = setUp(Infinity);
  let downloads = 0;
  const transfers = [...(heap.backend().transfers ?? []).filter(({ to }) => to === "toy"), {
    from: "toy", to: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 }, copies: true,
    run: (array: HeapArray) => { if (++downloads < 3) throw new RangeError("Array buffer allocation failed"); return heap.load(array); },
  }];
  const kernels = [heap.kernel("scale", ({ image: array }) => (array as NdArray).copy())];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels, transfers })], functions: library });
  const { value, record } = await runtime.call("toy:scale", image, {}, { dtypeConversion: "uint8" });
  expect([record.attempts, heap.live]).toEqual([3, 1]);
  runtime.dispose(value);
});

test("an array of negative length is a bug, not a lack of memory", async () => {
  const { heap, backend } = setUp(Infinity, { run: () => { heap.log.push("kernel"); return new Float32Array(-1); } });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_FAILED", phase: "kernel" });
  expect(heap.count("kernel")).toBe(1);
});

test("what a call within was tried for often enough is not tried again by the calls around it", async () => {
  const { heap, backend } = setUp(one);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const within = (name: string, key: string) => defineFunction({
    name, documentation: "Runs another.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }, _, { run }) => await run(key, array) as NdArray,
  });
  runtime.register(within("inner", "toy:scale"), {});
  runtime.register(within("outer", "inner"), {});
  const error: unknown = await runtime.run("outer", image).catch((failure: unknown) => failure);
  expect(recordOf(error)).toMatchObject({ attempts: 1, calls: [{ key: "inner", attempts: 1, calls: [{ key: "toy:scale", attempts: 3 }] }] });
  expect([heap.count("kernel"), heap.live]).toEqual([3, 0]);
});

test("a function on a device has no way on the host, and fails as it is", async () => {
  const { heap, backend } = setUp(Infinity);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  let runs = 0;
  const hungry = memory("toy")(function hungry(_array: HeapArray): HeapArray { runs++; throw new OutOfMemoryError("toy"); });
  const error: unknown = await runtime.run(runtime.register(hungry, { namespace: "openhcs" }), image, {}, { onOutOfMemory: "host" }).catch((failure: unknown) => failure);
  expect([runs, (error as OutOfMemoryError).code, recordOf(error)?.fallback, heap.live]).toEqual([3, "OUT_OF_MEMORY", undefined, 0]);
});
