import { CLOCK, createRuntime, DEFAULT_PLANNER, EVENT_SINK, LOGGER, ndarray, PLANNER, provide, provideFactory, type CallPlanner, type Clock, type EventSink, type NdArray, type PlannedCall } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { Heap } from "../backend/heap.js";
import { ascending, library, scale } from "../run/sample-functions.js";

const image = ascending([1, 2, 2]);

test("a host's clock times every call", async () => {
  let us = 0;
  const clock: Clock = { now: () => 1_700_000_000_000, monotonicUs: () => (us += 250) };
  await using runtime = await createRuntime({ functions: library, services: [provide(CLOCK, clock)] });
  const { record } = await runtime.call("scale", image);
  expect(record.startedAt).toBe(1_700_000_000_000);
  expect(record.durationUs % 250).toBe(0);
  expect(record.durationUs).toBeGreaterThan(0);
});

test("a host's logger hears of listeners that fail", async () => {
  const warn = vi.fn<(message: string, error?: unknown) => void>();
  await using runtime = await createRuntime({ functions: library, services: [provide(LOGGER, { warn, debug: () => {} })] });
  runtime.events.on("call", () => { throw new Error("bad listener"); });
  await runtime.run("scale", image);
  expect(warn.mock.calls).toEqual([['a listener of "call" failed', expect.objectContaining({ message: "bad listener" })]]);
});

test("an event sink receives everything that listeners do, and harms nothing where it fails", async () => {
  const told: string[] = [];
  const sink = ((event: string) => { told.push(event); }) as EventSink;
  const warn = vi.fn<(message: string, error?: unknown) => void>();
  const runtime = await createRuntime({ functions: [scale], backends: [new Heap("toy").backend()], services: [provide(EVENT_SINK, sink)] });
  await runtime.run("scale", image);
  await runtime.removeBackend("toy");
  await runtime[Symbol.asyncDispose]();
  expect(told).toEqual(["functionsChanged", "backendAdded", "call", "backendRemoved", "closed"]);
  const failing: EventSink = () => { throw new Error("disk is full"); };
  await using broken = await createRuntime({ functions: [scale], services: [provide(EVENT_SINK, failing), provide(LOGGER, { warn, debug: () => {} })] });
  const { record } = await broken.call("scale", image);
  expect([record.status, warn.mock.calls.at(-1)?.[0]]).toEqual(["ok", 'the event sink failed at "call"']);
});

test("a planner of the host's decides what runs", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 0, gbPerSec: 1e6 } });
  const kernels = [heap.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2), { cost: { latencyUs: 0, gbPerSec: 1e6 } })];
  await using plain = await createRuntime({ functions: library });
  const own = plain.container.resolve(PLANNER);
  const cautious: CallPlanner = { plan: (request) => own.plan(request), ways: (request) => own.ways(request), candidates: (entry) => own.candidates(entry) };
  await using runtime = await createRuntime({ functions: library, backends: [heap.backend({ kernels })], services: [provide(PLANNER, cautious)] });
  expect((await runtime.call("scale", image)).record.kernel).toBe("reference:scale");
  expect((await runtime.call(["scale"], image)).record.calls[0]?.kernel).toBe("reference:scale");
  expect(runtime.plan("scale", image).kernel).toBe("reference:scale");
});

test("a planner of the host's wraps the default one of the same runtime", async () => {
  const heap = new Heap("toy");
  const kernels = [heap.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2), { cost: { latencyUs: 0, gbPerSec: 1e6 } })];
  const dearest = (own: CallPlanner): CallPlanner => ({
    plan: (request) => own.ways(request).at(-1) as PlannedCall,
    ways: (request) => own.ways(request),
    candidates: (entry) => own.candidates(entry),
  });
  const services = [provideFactory(PLANNER, (container) => dearest(container.resolve(DEFAULT_PLANNER)))];
  await using runtime = await createRuntime({ functions: library, backends: [heap.backend({ kernels })], services });
  await using plain = await createRuntime({ functions: library, backends: [heap.backend({ kernels })] });
  const large = ascending([64, 256, 256]);
  expect([plain.plan("scale", large).kernel, runtime.plan("scale", large).kernel]).toEqual(["toy:scale", "reference:scale"]);
  expect((await runtime.call("toy:scale", large)).record.kernel).toBe("toy:scale");
  expect(plain.container.resolve(PLANNER)).toBe(plain.container.resolve(DEFAULT_PLANNER));
});

test("a service made on demand is made once per runtime, when it is first asked for", async () => {
  const made = vi.fn<() => Clock>(() => ({ now: () => 7, monotonicUs: () => 7 }));
  const service = provideFactory(CLOCK, made);
  await using one = await createRuntime({ functions: library, services: [service] });
  await using two = await createRuntime({ functions: library, services: [service] });
  expect((await one.call("scale", image)).record.startedAt).toBe(7);
  await two.call("scale", image);
  expect(made).toHaveBeenCalledTimes(2);
});

test("two runtimes never meet: backends, functions, events, memory and services are each one's own", async () => {
  const [a, b] = [new Heap("toy"), new Heap("toy")];
  await using one = await createRuntime({ functions: [scale], backends: [a.backend()], services: [provide(CLOCK, { now: () => 1, monotonicUs: () => 1 })] });
  await using two = await createRuntime({ functions: library, backends: [b.backend()] });
  const told: string[] = [];
  two.events.on("call", ({ key }) => { told.push(key); });
  one.register(ndarray(function mine(array: NdArray) { return array.copy(); }), { namespace: "openhcs" });
  const there = await one.to(image, "toy");
  expect((await one.call("scale", image)).record.startedAt).toBe(1);
  await expect(two.run("openhcs:mine", image)).rejects.toMatchObject({ code: "NOT_REGISTERED" });
  await expect(one.run("average", image)).rejects.toMatchObject({ code: "NOT_REGISTERED" });
  expect([told, two.memory(), a.live, b.live]).toEqual([[`openhcs:mine`], [], 1, 0]);
  await two.removeBackend("toy");
  expect(one.backends.has("toy")).toBe(true);
  one.dispose(there);
});

test("events of a closed runtime have ended, and closing is told", async () => {
  const runtime = await createRuntime({ functions: library });
  const closed = vi.fn<() => void>();
  runtime.events.on("closed", closed);
  await runtime[Symbol.asyncDispose]();
  expect(closed).toHaveBeenCalledTimes(1);
});

test("functions come, change and go with events", async () => {
  await using runtime = await createRuntime();
  const told: unknown[] = [];
  runtime.events.on("functionsChanged", ({ name, before, after }) => { told.push([name, before?.key, after?.key]); });
  const first = ndarray(function mine(array: NdArray) { return array.copy(); });
  const second = ndarray(function mine(array: NdArray) { return array.add(1); });
  const key = runtime.register(first, { namespace: "openhcs" });
  runtime.register(second, { namespace: "openhcs", replace: true });
  runtime.functions.unregister(key);
  expect(told).toEqual([[key, undefined, key], [key, key, key], [key, key, undefined]]);
  expect(() => { runtime.register(first, { namespace: "openhcs" }); runtime.register(second, { namespace: "openhcs" }); }).toThrow('another function is already registered as "openhcs:mine"');
});

test("listings tell what there is without opening anything: by words, namespace and memory type, with the kernels", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ functions: library, backends: [heap.backend({ kernels: [heap.kernel("scale", () => image)] })] });
  runtime.register(ndarray({ documentation: "Keep bright spots.", tags: ["spots"] })(function brightSpots(array: NdArray) { return array.copy(); }), { namespace: "openhcs" });
  const names = (filter: Parameters<typeof runtime.list>[0]) => runtime.list(filter).map(({ name }) => name);
  expect(names({})).toEqual([...library.map(({ name }) => name), "brightSpots"]);
  expect(names({ search: "bright" })).toEqual(["brightSpots", "above"]);
  expect(names({ namespace: "openhcs" })).toEqual(["brightSpots"]);
  expect(names({ memoryType: "toy" })).toEqual(["scale"]);
  expect(runtime.describe("scale").kernels).toEqual(["toy:scale", "reference:scale"]);
  expect(runtime.describe("toy:scale").name).toBe("scale");
  expect(heap.log).toEqual([]);
});
