import { getEventListeners } from "node:events";
import { createRuntime, defineFunction, NdArray, recordOf, type Backend } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { timersOf } from "../timers.js";
import { ascending, library } from "./sample-functions.js";

const image = ascending([1, 2, 2]);
const never = new Promise<never>(() => {});
/** After which all that is waited for has begun, on a busy machine too. */
const limitMs = 400;
/** Waited for by what goes on after a limit, so that no clock decides which is first. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = () => {};
  return { passed: new Promise<void>((resolve) => { open = resolve; }), open: () => open() };
}
const pause = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
const doubling = (heap: Heap) => heap.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2));

const hangs: readonly (readonly [string, (heap: Heap) => Backend])[] = [
  ["opening", (heap) => heap.backend({ kernels: [doubling(heap)], open: () => never })],
  ["a transfer", (heap) => heap.backend({ kernels: [doubling(heap)], transfers: [{ from: "ndarray", to: "toy", cost: { latencyUs: 1, gbPerSec: 1 }, copies: true, run: () => never }] })],
  ["a kernel", (heap) => heap.backend({ kernels: [{ ...doubling(heap), run: () => never }] })],
];

test.each(hangs)("a call that hangs in %s ends at its time limit, and the runtime works on", async (_, backend) => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [backend(heap)], functions: library, closeTimeoutMs: 10 });
  const error: unknown = await runtime.run("toy:scale", image, {}, { timeoutMs: 30 }).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "TIMED_OUT", what: "scale", timeoutMs: 30, message: "scale did not end within 30 ms." });
  expect(recordOf(error)).toMatchObject({ status: "failed", kernel: "toy:scale", error: { code: "TIMED_OUT" } });
  expect((await runtime.run("reference:scale", image) as NdArray).get(0, 1, 1)).toBe(6);
});

test.each(hangs)("a call that hangs in %s is given up by its signal", async (_, backend) => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [backend(heap)], functions: library, closeTimeoutMs: 10 });
  const giveUp = new AbortController();
  const call = runtime.run("toy:scale", image, {}, { signal: giveUp.signal });
  setTimeout(() => giveUp.abort(), 10);
  await expect(call).rejects.toMatchObject({ code: "ABORTED", what: "scale", message: "scale was aborted." });
});

test("a signal that is aborted already lets nothing begin", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)] })], functions: library });
  for (const call of [runtime.run("toy:scale", image, {}, { signal: AbortSignal.abort(new Error("the user left")) }), runtime.run(["toy:scale"], image, {}, { signal: AbortSignal.abort(new Error("the user left")) })]) {
    await expect(call).rejects.toMatchObject({ code: "ABORTED", message: expect.stringMatching(/ was aborted: the user left\.$/), cause: { message: "the user left" } });
  }
  await pause(5);
  expect(heap.log).toEqual([]);
});

test("a time limit is no limit for what ends within it, and leaves no timer or listener behind", async () => {
  await using runtime = await createRuntime({ functions: library });
  const { signal } = new AbortController();
  const leftTimers = timersOf(2 ** 31 - 1);
  await expect(runtime.run("scale", image, {}, { timeoutMs: 2 ** 31 - 1, signal })).resolves.toBeInstanceOf(NdArray);
  expect(leftTimers()).toEqual({ begun: 1, left: 0 });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("calls keep nothing of a signal that outlives them", async () => {
  await using runtime = await createRuntime({ functions: library });
  const { signal } = new AbortController();
  await runtime.run(["scale", "shift"], image, {}, { signal, timeoutMs: 1000 });
  await runtime.run("scale", image, { factor: -1 }, { signal }).catch(() => {});
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("the caller's reason reaches the body, with a time limit beside it too", async () => {
  const reasons: unknown[] = [];
  const polite = defineFunction({
    name: "polite", documentation: "Waits to be stopped.", inputs: {}, parameters: {}, outputs: { value: { type: "number" } },
    reference: (_, __, { signal }) => new Promise<number>((resolve) => signal.addEventListener("abort", () => { reasons.push(signal.reason); resolve(1); })),
  });
  await using runtime = await createRuntime({ functions: [polite] });
  const giveUp = new AbortController();
  const calls = [{}, { timeoutMs: 1000 }].map((limit) => runtime.run("polite", undefined, undefined, { ...limit, signal: giveUp.signal }));
  await pause(5);
  giveUp.abort("enough");
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: "ABORTED", cause: "enough" });
  expect(reasons).toEqual(["enough", "enough"]);
});

test("the body's signal aborts at the limit, so that it can stop by itself", async () => {
  let stopped = false;
  const polite = defineFunction({
    name: "polite", documentation: "Waits to be stopped.", inputs: {}, parameters: {}, outputs: { value: { type: "number" } },
    reference: (_, __, { signal }) => new Promise<number>((resolve) => signal.addEventListener("abort", () => { stopped = true; resolve(1); })),
  });
  await using runtime = await createRuntime({ functions: [polite] });
  await expect(runtime.run("polite", undefined, undefined, { timeoutMs: limitMs })).rejects.toMatchObject({ code: "TIMED_OUT" });
  expect(stopped).toBe(true);
});

test("what a kernel brings after the limit is freed, its inputs too", async () => {
  const heap = new Heap("toy");
  const limit = gate();
  const slow = { ...doubling(heap), run: async ({ image: array }: { readonly image: HeapArray }) => { await limit.passed; heap.log.push("kernel"); return heap.store(heap.load(array)); } };
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [slow] })], functions: library });
  await expect(runtime.run("toy:scale", image, {}, { timeoutMs: limitMs, dtypeConversion: "uint8" })).rejects.toMatchObject({ code: "TIMED_OUT" });
  limit.open();
  await expect.poll(() => [heap.count("kernel"), heap.live]).toEqual([1, 0]);
  await pause(5);
  expect([heap.count("kernel"), heap.count("download"), heap.live]).toEqual([1, 0, 0]);
});

test("a kernel that fails after the limit disturbs nobody", async () => {
  const heap = new Heap("toy");
  const limit = gate();
  const late = { ...doubling(heap), run: async () => { await limit.passed; heap.log.push("kernel"); throw new Error("too late"); } };
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => { unhandled.push(reason); };
  process.on("unhandledRejection", listen);
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [late] })], functions: library });
  await expect(runtime.run("toy:scale", image, {}, { timeoutMs: limitMs })).rejects.toMatchObject({ code: "TIMED_OUT" });
  limit.open();
  await expect.poll(() => [heap.count("kernel"), heap.live]).toEqual([1, 0]);
  await pause(5);
  process.off("unhandledRejection", listen);
  expect([heap.count("kernel"), heap.live, unhandled]).toEqual([1, 0, []]);
});

test("a result that is still on its way to the caller at the limit is freed", async () => {
  const heap = new Heap("toy");
  const limit = gate();
  const slowly = { from: "toy", to: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 }, copies: true, run: async (array: HeapArray) => { heap.log.push("slowly"); await limit.passed; return heap.load(array); } };
  const transfers = [...(heap.backend().transfers ?? []).filter(({ to }) => to === "toy"), slowly];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [doubling(heap)], transfers })], functions: library });
  await expect(runtime.run("toy:scale", image, {}, { timeoutMs: limitMs, dtypeConversion: "uint8" })).rejects.toMatchObject({ code: "TIMED_OUT" });
  limit.open();
  await expect.poll(() => [heap.log.filter((what) => what === "slowly").length, heap.live, runtime.memory().map(({ arrays }) => arrays)]).toEqual([1, 0, [0, 0]]);
});

test("a backend stays open until a kernel that nobody waits for any more has ended", async () => {
  const heap = new Heap("toy");
  const limit = gate();
  const slow = { ...doubling(heap), run: async ({ image: array }: { readonly image: HeapArray }) => { await limit.passed; heap.log.push("kernel"); return heap.store(heap.load(array)); } };
  const runtime = await createRuntime({ backends: [heap.backend({ kernels: [slow] })], functions: library });
  await expect(runtime.run("toy:scale", image, {}, { timeoutMs: limitMs })).rejects.toMatchObject({ code: "TIMED_OUT" });
  const closing = runtime[Symbol.asyncDispose]();
  await pause(5);
  limit.open();
  await closing;
  expect(heap.log).toEqual(["open", "upload", "kernel", "close"]);
  expect(heap.live).toBe(0);
});

test("the time limit of a pattern holds for all its steps together", async () => {
  const wait = defineFunction({
    name: "wait", documentation: "Waits.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }) => { await pause(20); return array.copy(); },
  });
  await using runtime = await createRuntime({ functions: [wait] });
  const error: unknown = await runtime.run(["wait", "wait", "wait", "wait"], image, {}, { timeoutMs: 50 }).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "TIMED_OUT", what: "pattern", timeoutMs: 50 });
  await pause(60);
  expect(runtime.memory().every(({ arrays }) => arrays === 0)).toBe(true);
});

test.each([
  [{ timeOutMs: 3 }, 'option "timeOutMs" does not exist; nearest: timeoutMs.'],
  [{ colour: "red" }, 'option "colour" does not exist; there are on, dtypeConversion, scaling, sliceBySlice, allowHostRoundtrip, onOutOfMemory, references, allocator, signal, timeoutMs, onProgress.'],
  [{ timeoutMs: 0 }, 'option "timeoutMs" must be a number in (0, 2147483647], received 0.'],
  [{ timeoutMs: Number.NaN }, 'option "timeoutMs" must be a number in (0, 2147483647], received NaN.'],
  [{ timeoutMs: 2 ** 31 }, 'option "timeoutMs" must be a number in (0, 2147483647], received 2147483648.'],
  [{ dtypeConversion: "uint9" }, 'option "dtypeConversion" must be one of preserve, native, uint8, uint16, int16, int32, float32, float64, received uint9.'],
  [{ scaling: "log" }, 'option "scaling" must be one of saturate, range, minmax, wrap, received log.'],
  [{ sliceBySlice: "yes" }, 'option "sliceBySlice" must be true or false, received yes.'],
  [{ allowHostRoundtrip: 1 }, 'option "allowHostRoundtrip" must be true or false, received 1.'],
  [{ onOutOfMemory: "retry" }, 'option "onOutOfMemory" must be one of error, host, received retry.'],
  [{ signal: {} }, 'option "signal" must be an AbortSignal.'],
  [{ onProgress: true }, 'option "onProgress" must be a function.'],
  [{ on: 3 }, 'option "on" must be a backend\'s name or "reference", received 3.'],
])("options %j are refused in calls, plans and patterns", async (options, message) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run("scale", image, {}, options as never)).rejects.toMatchObject({ code: "INVALID_OPTION", message });
  await expect(runtime.run(["scale"], image, {}, options as never)).rejects.toMatchObject({ code: "INVALID_OPTION", message });
  expect(() => runtime.plan("scale", image, {}, options as never)).toThrow(message);
  expect(() => runtime.plan(["scale"], image, {}, options as never)).toThrow(message);
});

test("options given as undefined are as good as absent", async () => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run("scale", image, undefined, { timeoutMs: undefined, on: undefined } as never)).resolves.toBeInstanceOf(NdArray);
});

test("every call has a signal of its own, so that listeners of bodies do not gather", async () => {
  const signals = new Set<AbortSignal>();
  const attentive = defineFunction({
    name: "attentive", documentation: "Listens.", inputs: {}, parameters: {}, outputs: { value: { type: "number" } },
    reference: (_, __, context) => { signals.add(context.signal); return context.signal === context.signal ? 1 : 0; },
  });
  await using runtime = await createRuntime({ functions: [attentive] });
  for (let i = 0; i < 12; i++) expect(await runtime.run("attentive")).toBe(1);
  expect([signals.size, [...signals].every(({ aborted }) => !aborted)]).toEqual([12, true]);
});

test("a body gives up a call within by a signal of its own, and the caller's holds beside it", async () => {
  const heap = new Heap("toy");
  const outer = defineFunction({
    name: "outer", documentation: "Gives a call up.", inputs: { image: { type: "array" } }, parameters: { ms: { type: "number" } }, outputs: { code: { type: "string" } },
    reference: async ({ image: array }, { ms }, { run }) => {
      const { signal } = giveUp;
      setTimeout(() => giveUp.abort("enough"), ms);
      const error: unknown = await run("toy:scale", array, {}, { signal }).catch((failure: unknown) => failure);
      expect(getEventListeners(signal, "abort")).toEqual([]);
      codes.push((error as { readonly code: string }).code);
      return "done";
    },
  });
  const codes: string[] = [];
  let giveUp = new AbortController();
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [{ ...doubling(heap), run: () => never }] })], functions: [...library, outer], closeTimeoutMs: 10 });
  await expect(runtime.run("outer", image, { ms: 5 })).resolves.toBe("done");
  giveUp = new AbortController();
  await expect(runtime.run("outer", image, { ms: 5 }, { timeoutMs: 5000 })).resolves.toBe("done");
  giveUp = new AbortController();
  await expect(runtime.run("outer", image, { ms: 5000 }, { timeoutMs: limitMs })).rejects.toMatchObject({ code: "TIMED_OUT" });
  await pause(5);
  expect(codes).toEqual(["ABORTED", "ABORTED", "ABORTED"]);
});
