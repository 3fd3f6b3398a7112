import { createRuntime, defineFunction, EVENT_SINK, isOpenHcsError, NdArray, provide, type EventSink } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { library, scale } from "../run/sample-functions.js";
import { Heap, type HeapArray } from "./heap.js";

const image = NdArray.from([[[1, 2], [3, 4]]], "float32");
const onHeap = (heap: Heap) => [heap.kernel("scale", (arrays, { factor }) => (arrays["image"] as NdArray).multiply(factor as number))];

test("a backend that no call needs is never opened, nor closed", async () => {
  const heap = new Heap("toy");
  const runtime = await createRuntime({ backends: [heap.backend({ kernels: onHeap(heap) })], functions: library });
  runtime.plan("toy:scale", image).explain();
  runtime.route(runtime.spec(image), "toy");
  runtime.describe("scale");
  await runtime.run("reference:scale", image);
  await runtime[Symbol.asyncDispose]();
  expect(heap.log).toEqual([]);
});

test("a backend is opened once, however many calls need it at the same time", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({
    kernels: onHeap(heap),
    open: async () => { await new Promise((resolve) => setTimeout(resolve, 20)); heap.log.push("open"); return {}; },
  })], functions: library });
  await Promise.all(Array.from({ length: 8 }, () => runtime.run("toy:scale", image)));
  await runtime.run("toy:scale", image);
  expect([heap.count("open"), heap.count("kernel")]).toEqual([1, 9]);
});

test.each([["undefined", undefined], ["null", null], ["false", false], ["0", 0]])("a backend whose session is %s is opened once and receives it", async (_, session) => {
  const heap = new Heap("toy");
  const received: unknown[] = [];
  await using runtime = await createRuntime({ backends: [heap.backend({
    kernels: [{ ...onHeap(heap)[0] as object, function: "scale", memoryType: "toy", cost: { latencyUs: 1, gbPerSec: 1 }, run: ({ image: array }: { image: HeapArray }, __: unknown, context: { session: unknown }) => { received.push(context.session); return heap.store(heap.load(array)); } }],
    open: () => { heap.log.push("open"); return session; },
  })], functions: library });
  await runtime.run("toy:scale", image);
  await runtime.run("toy:scale", image);
  expect([heap.count("open"), received]).toEqual([1, [session ?? null, session ?? null]]);
});

test("an opening that fails is tried again at the next call", async () => {
  const heap = new Heap("toy");
  let attempts = 0;
  await using runtime = await createRuntime({ backends: [heap.backend({
    kernels: onHeap(heap), open: () => { if (++attempts < 3) throw new Error("device is busy"); return {}; },
  })], functions: library });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "toy", phase: "open", message: "toy failed in open: device is busy" });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_FAILED" });
  await expect(runtime.run("toy:scale", image)).resolves.toBeDefined();
  expect([attempts, heap.count("kernel")]).toEqual([3, 1]);
});

test("backends close in the reverse order of opening, also where one fails, and the first failure is told", async () => {
  const order: string[] = [];
  const heaps = ["a", "b", "c", "d"].map((name) => new Heap(name));
  const failing = new Set(["a", "c"]);
  const runtime = await createRuntime({ backends: heaps.map((heap) => heap.backend({
    close: () => { order.push(heap.name); if (failing.has(heap.name)) throw new Error(`${heap.name} does not let go`); },
  })) });
  for (const name of ["b", "a", "c"]) await runtime.to(image, name);
  await expect(runtime[Symbol.asyncDispose]()).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "c", phase: "close", message: "c failed in close: c does not let go" });
  expect(order).toEqual(["c", "a", "b"]);
});

test("closing twice closes once, and a closed runtime refuses calls and moves", async () => {
  const heap = new Heap("toy");
  const runtime = await createRuntime({ backends: [heap.backend()], functions: library });
  await runtime.to(image, "toy");
  await Promise.all([runtime[Symbol.asyncDispose](), runtime[Symbol.asyncDispose]()]);
  expect(heap.count("close")).toBe(1);
  await expect(runtime.run("scale", image)).rejects.toMatchObject({ code: "RUNTIME_CLOSED", message: "the runtime is closed." });
  await expect(runtime.run(["scale"], image)).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
  await expect(runtime.to(image, "toy")).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
  await expect(runtime.addBackend(new Heap("late").backend())).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
});

test("a backend is removed after its calls in flight, then closed", async () => {
  const heap = new Heap("toy");
  let finish = () => {};
  const finished = new Promise<void>((resolve) => { finish = resolve; });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [heap.kernel("scale", () => image, {
    run: async ({ image: array }: { image: HeapArray }) => { await finished; heap.log.push("kernel"); return heap.store(heap.load(array)); },
  })] })], functions: library });
  const result = runtime.run("toy:scale", image, {}) as Promise<HeapArray>;
  await new Promise((resolve) => setTimeout(resolve, 10));
  const removed = runtime.removeBackend("toy");
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE", backend: "toy", message: "toy is not available: it is being removed." });
  expect(runtime.plan("scale", image).explain()).toContain("refused: toy:scale: it is being removed");
  expect([runtime.available, runtime.unavailable]).toEqual([[], [{ backend: "toy", reason: "it is being removed" }]]);
  finish();
  expect(heap.load(await result).toNested()).toEqual(image.toNested());
  await removed;
  expect(heap.log).toEqual(["open", "upload", "kernel", "close"]);
  expect([runtime.backends.has("toy"), runtime.memoryTypes.has("toy"), runtime.unavailable]).toEqual([false, false, []]);
  await expect(runtime.removeBackend("toy")).rejects.toSatisfy((error) => isOpenHcsError(error, "NOT_REGISTERED"));
});

test("a backend that was removed can come back and is opened anew", async () => {
  const heap = new Heap("toy");
  const backend = heap.backend({ kernels: onHeap(heap) });
  await using runtime = await createRuntime({ backends: [backend], functions: [scale] });
  await runtime.run("toy:scale", image);
  await runtime.removeBackend("toy");
  await runtime.addBackend(backend);
  await runtime.run("toy:scale", image);
  expect(heap.log.filter((event) => event === "open" || event === "close")).toEqual(["open", "close", "open"]);
});

test("an opening that hangs does not keep the runtime from closing, and is closed when it ends after all", async () => {
  const heap = new Heap("toy");
  let answer = (_session: unknown) => {};
  const runtime = await createRuntime({ backends: [heap.backend({ kernels: onHeap(heap), open: () => new Promise((resolve) => { answer = resolve; }) })], functions: library, closeTimeoutMs: 20 });
  await expect(runtime.run("toy:scale", image, {}, { timeoutMs: 10 })).rejects.toMatchObject({ code: "TIMED_OUT" });
  await runtime[Symbol.asyncDispose]();
  expect(heap.log).toEqual([]);
  answer({});
  await new Promise(setImmediate);
  expect(heap.log).toEqual(["close"]);
});

test("a backend that hangs in closing does not keep the others open", async () => {
  const [hanging, sound] = [new Heap("hanging"), new Heap("sound")];
  const runtime = await createRuntime({ backends: [sound.backend(), hanging.backend({ close: () => new Promise<void>(() => {}) })], closeTimeoutMs: 20 });
  for (const name of ["sound", "hanging"]) await runtime.to(image, name);
  await expect(runtime[Symbol.asyncDispose]()).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "hanging", phase: "close", message: "hanging failed in close: it did not end within 20 ms" });
  expect(sound.count("close")).toBe(1);
});

test("what probes learn of devices is listed beside the backend, and goes with it", async () => {
  const heap = new Heap("toy");
  const devices = [{ name: "Toy 1", memoryBytes: 1024 }];
  await using runtime = await createRuntime({ backends: [{ ...heap.backend({ kernels: onHeap(heap) }), version: "2.1.0", probe: () => ({ devices }) }], functions: library });
  expect(runtime.available).toEqual([{ backend: "toy", version: "2.1.0", devices }]);
  expect(runtime.transfers.map(({ from, to }) => `${from} -> ${to}`)).toEqual(expect.arrayContaining(["ndarray -> toy", "toy -> ndarray"]));
  await runtime.removeBackend("toy");
  expect(runtime.available).toEqual([]);
});

test("a backend that comes back while it is being removed is admitted after the removal", async () => {
  const heap = new Heap("toy");
  const backend = heap.backend({ kernels: onHeap(heap) });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await runtime.run("toy:scale", image);
  const removed = runtime.removeBackend("toy");
  await runtime.addBackend(backend);
  await removed;
  await runtime.run("toy:scale", image);
  expect(heap.log.filter((event) => event === "open" || event === "close")).toEqual(["open", "close", "open"]);
});

/** A backend whose kernel waits in the middle of a call. */
function held() {
  const heap = new Heap("toy");
  let started = () => {};
  let release = () => {};
  const begun = new Promise<void>((resolve) => { started = resolve; });
  const gate = new Promise<void>((resolve) => { release = resolve; });
  const kernel = heap.kernel("scale", () => image, {
    run: async ({ image: array }: { image: HeapArray }) => { started(); await gate; return heap.store(heap.load(array)); },
  });
  return { heap, begun, release, backend: heap.backend({ kernels: [kernel] }) };
}

test("calls in flight keep the transfers of a backend that is being removed", async () => {
  const { heap, begun, release, backend } = held();
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const result = runtime.run(["toy:scale", "reference:shift"], image);
  await begun;
  const removed = runtime.removeBackend("toy");
  const again = runtime.removeBackend("toy");
  release();
  expect((await result as NdArray).toNested()).toEqual(image.add(1).toNested());
  await Promise.all([removed, again]);
  expect([heap.count("download"), heap.count("close"), runtime.backends.has("toy")]).toEqual([1, 1, false]);
});

test("a call that outlives its runtime ends in its own way, heard by nobody, and opens nothing", async () => {
  const { heap, begun, release, backend } = held();
  const [told, late] = [vi.fn<(event: string) => void>(), new Heap("late")];
  const runtime = await createRuntime({ backends: [backend, late.backend({ kernels: onHeap(late) })], functions: library, closeTimeoutMs: 10, services: [provide(EVENT_SINK, told as EventSink)] });
  const outliving = runtime.call("toy:scale", image);
  await begun;
  await runtime[Symbol.asyncDispose]();
  release();
  expect((await outliving).record.status).toBe("ok");
  expect(told.mock.calls.at(-1)?.[0]).toBe("closed");
  expect([heap.log.at(-1), late.log]).toEqual(["close", []]);
});

test("a closed runtime refuses everything that would change or run something", async () => {
  const runtime = await createRuntime({ backends: [new Heap("toy").backend()], functions: library });
  await runtime[Symbol.asyncDispose]();
  const closed = expect.objectContaining({ code: "RUNTIME_CLOSED" });
  for (const attempt of [() => runtime.plan("scale", image), () => runtime.plan(["scale"], image), () => runtime.register(scale)]) expect(attempt).toThrow(closed);
  for (const attempt of [runtime.removeBackend("toy"), runtime.addBackend(new Heap("more").backend())]) await expect(attempt).rejects.toEqual(closed);
  expect(runtime.describe("scale").kernels).toEqual(["reference:scale"]);
});

test("a backend whose probe ends after closing has begun is refused", async () => {
  let answer = (_verdict: true) => {};
  const runtime = await createRuntime();
  const adding = runtime.addBackend(new Heap("slow").backend({ probe: () => new Promise<true>((resolve) => { answer = resolve; }) }));
  const closing = runtime[Symbol.asyncDispose]();
  answer(true);
  await expect(adding).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
  await closing;
  expect(runtime.backends.has("slow")).toBe(false);
});

test("a body that goes on after its runtime closed opens no backend any more", async () => {
  const heap = new Heap("toy");
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => { goOn = resolve; });
  const slow = defineFunction({
    name: "slow", documentation: "Waits, then scales.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }, _, { run }) => { await gate; return await run("toy:scale", array) as NdArray; },
  });
  const runtime = await createRuntime({ backends: [heap.backend({ kernels: onHeap(heap) })], functions: [scale, slow], closeTimeoutMs: 10 });
  const outliving = runtime.run("slow", image);
  await runtime[Symbol.asyncDispose]();
  goOn();
  await expect(outliving).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE", backend: "toy", message: "toy is not available: it was removed, or the runtime is closed." });
  expect(heap.log).toEqual([]);
});
