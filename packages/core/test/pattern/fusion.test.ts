import { createRuntime, ndarray, NdArray, OutOfMemoryError, recordOf, type CallOptions, type Dtype, type PatternPlan, type Runtime } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import type { HeapArray } from "../backend/heap.js";
import { ascending, type Composed } from "../run/sample-functions.js";
import { functions, fusing, type FusingOptions } from "./fusing.js";

const onToy: CallOptions = { on: "toy" };
const image = ascending([2, 3, 4]);

async function open(options: FusingOptions = {}) {
  const device = fusing(options);
  return { ...device, runtime: await createRuntime({ backends: [device.backend], functions }) };
}

/** How many steps run together, in order. */
const groups = ({ components }: PatternPlan) => (components[""] ?? []).filter(({ fused }) => fused === undefined || fused.at === 0).map(({ fused }) => fused?.steps ?? 1);
const nothingHeld = (runtime: Runtime) => runtime.memory().every(({ arrays, bytes }) => arrays === 0 && bytes === 0);

test.each<[string, Composed, Dtype, CallOptions]>([
  ["elementwise steps", [["times", { factor: 1.7 }], "root", ["times", { factor: 0.3 }]], "float32", {}],
  ["steps that the dtype rule rounds in between", [["times", { factor: 1.7 }], ["times", { factor: 0.3 }], "root", ["times", { factor: 3.3 }]], "uint8", {}],
  ["steps in the range of the unit interval", [["times", { factor: 0.004 }], ["times", { factor: 2 }]], "float32", { dtypeConversion: "uint8", scaling: "range" }],
  ["a mask at the end", [["times", { factor: 0.5 }], ["bright", { level: 3 }]], "uint16", {}],
  ["a last step whose own dtype stands", ["root", ["times", { factor: 0.7 }]], "float64", {}],
])("%s give fused what they give one by one, bit for bit", async (_, pattern, dtype, options) => {
  const { heap, backend, unfused, runtime } = await open();
  await using together = runtime;
  await using apart = await createRuntime({ backends: [unfused()], functions });
  const source = ascending([2, 3, 4], dtype as "float32");
  const [one, other] = [await together.run(pattern, source, {}, { ...onToy, ...options }) as HeapArray, await apart.run(pattern, source, {}, { ...onToy, ...options })];
  expect([backend.fuse === undefined, heap.count("fused")]).toEqual([false, 1]);
  const [a, b] = [await together.to(one, "ndarray"), await apart.to(other, "ndarray")];
  expect([a.dtype, a.shape, [...a.data]]).toEqual([b.dtype, b.shape, [...b.data]]);
});

test("a run of steps is one kernel, with a record of each step that says with which it ran", async () => {
  const { heap, runtime } = await open();
  await using _ = runtime;
  const told = vi.fn<(key: string) => void>();
  runtime.events.on("call", ({ key }) => told(key));
  const { value, record } = await runtime.call([["times", { factor: 3 }], "root", "times"], image, {}, onToy);
  expect(heap.log).toEqual(["open", "upload", "fused"]);
  const [first, second, third] = record.calls as [typeof record, typeof record, typeof record];
  expect(record.calls.map(({ key, kernel, status, memoryType }) => [key, kernel, status, memoryType])).toEqual(["times", "root", "times"].map((key) => [key, `toy:${key}`, "ok", "toy"]));
  expect(record.calls.map(({ fusedWith }) => fusedWith)).toEqual([[second.id, third.id], [first.id, third.id], [first.id, second.id]]);
  expect([first.parameters, first.moves.map(({ name, path }) => [name, path]), Object.keys(first.inputs)]).toEqual([{ factor: 3 }, [["image", ["ndarray", "toy"]]], ["image"]]);
  expect([first.durationUs > 0, second.durationUs, third.durationUs]).toEqual([true, 0, 0]);
  expect([first.outputs, second.inputs, second.outputs, third.outputs["image"]?.dtype]).toEqual([{}, {}, {}, "float32"]);
  expect(told.mock.calls.flat()).toEqual(["times", "root", "times", "pattern"]);
  runtime.dispose(value);
  expect([heap.live, nothingHeld(runtime)]).toEqual([0, true]);
});

test("the plan of a pattern shows what is fused, and counts it once", async () => {
  const { runtime } = await open();
  await using _ = runtime;
  const plan = runtime.plan(["times", "root", "times", "mirror"], image, {}, onToy);
  expect(groups(plan)).toEqual([3, 1]);
  expect(plan.components[""]?.map(({ fused }) => fused)).toEqual([{ at: 0, steps: 3 }, { at: 1, steps: 3 }, { at: 2, steps: 3 }, undefined]);
  expect(plan.explain()).toMatch(/1\. times by toy:times on toy, fused with the next 2 steps, about [^]*2\. root by toy:root on toy, fused with the step before\n/);
  const [upload] = Object.values(plan.components[""]?.[0]?.routes ?? {});
  const kernelUs = 5 + image.bytes / 100_000;
  expect(plan.predictedUs).toBeCloseTo((upload?.predictedUs as number) + 2 * kernelUs);
  const { record } = await runtime.call(["times", "root", "times", "mirror"], image, {}, onToy);
  expect(record.calls.map(({ predictedUs }) => predictedUs)).toEqual(plan.components[""]?.map(({ predictedUs }) => predictedUs));
});

test("arrays from outside are taken along, each once, and their moves stand with their steps", async () => {
  const { heap, asked, runtime } = await open();
  await using _ = runtime;
  const [other, given] = [NdArray.full([2, 3, 4], 10), NdArray.full([2, 3, 4], 100)];
  const pattern: Composed = ["times", ["mix", { other: { from: "dark" } }], ["mix", { other: given }], ["mix", { other: { from: "image" } }], ["mix", { other: { from: "dark" } }]];
  const { value, record } = await runtime.call(pattern, image, { dark: other }, onToy);
  expect(heap.log).toEqual(["open", "upload", "upload", "upload", "upload", "fused"]);
  const result = await runtime.to(value, "ndarray");
  expect([...result.data]).toEqual([...image.data].map((each) => Number(each) * 3 + 10 + 100 + 10));
  const sources = asked[0]?.map(({ inputs }) => Object.values(inputs).map((from) => ("outer" in from ? `outer ${from.outer}` : `step ${from.step}`)));
  expect(sources).toEqual([["outer 0"], ["step 0", "outer 1"], ["step 1", "outer 2"], ["step 2", "outer 3"], ["step 3", "outer 1"]]);
  expect(record.calls.map(({ moves }) => moves.map(({ name }) => name))).toEqual([["image"], ["other"], ["other"], ["other"], []]);
  expect(record.calls.slice(1).every(({ durationUs, moves }) => durationUs === moves.reduce((sum, move) => sum + move.durationUs, 0))).toBe(true);
  expect(record.calls[4]?.inputs["other"]?.id).toBe(record.calls[1]?.inputs["other"]?.id);
  runtime.dispose(value);
  expect(heap.live).toBe(0);
});

test("a result that a later step of the run takes by name is handed on within the kernel", async () => {
  const { heap, asked, runtime } = await open();
  await using _ = runtime;
  const value = await runtime.run(["root", "times", ["mix", { other: { from: "root" } }]], image, {}, onToy);
  expect([heap.count("fused"), Object.values(asked[0]?.[2]?.inputs ?? {}).map((from) => ("step" in from ? from.step : "outer"))]).toEqual([1, [1, 0]]);
  expect((await runtime.to(value, "ndarray")).get(1, 2, 3)).toBeCloseTo(3 * Math.sqrt(23), 5);
});

test.each<[string, Composed, readonly number[], CallOptions]>([
  ["whose result a later step takes by name", ["root", "times", "mirror", ["mix", { other: { from: "root" } }]], [1, 1, 1, 1], {}],
  ["that is not elementwise", ["times", "mirror", "times", "root"], [1, 1, 2], {}],
  ["that measures", ["toy:times", "average", "toy:times", "toy:root"], [1, 1, 2], { on: undefined }],
  ["whose parameter is not known yet", ["average", ["toy:bright", { level: { from: "level" } }], "toy:times"], [1, 1, 1], { on: undefined }],
  ["whose dtype in between is the kernel's own", ["times", "root"], [1, 1], { dtypeConversion: "native" }],
  ["that is rescaled by the range of its data", ["times", "times"], [1, 1], { dtypeConversion: "uint8", scaling: "minmax" }],
  ["that runs elsewhere", ["toy:times", "reference:times", "toy:root", "toy:times"], [1, 1, 2], { on: undefined }],
])("a step %s stays on its own", async (_, pattern, expected, options) => {
  const { runtime } = await open();
  await using __ = runtime;
  const plan = runtime.plan(pattern, image, {}, { ...onToy, ...options });
  expect(groups(plan)).toEqual(expected);
});

test.each<[string, FusingOptions, readonly number[]]>([
  ["fuses nothing", { fuse: () => undefined }, [1, 1, 1]],
  ["throws when it is asked", { fuse: () => { throw new Error("no idea"); } }, [1, 1, 1]],
  ["has no kernels that can be fused", { kernels: { fusable: false } }, [1, 1, 1]],
  ["fuses two at most", { fuse: (steps, sound) => (steps.length > 2 ? undefined : sound(steps)) }, [2, 1]],
])("a backend that %s runs the steps as far as it does", async (_, options, expected) => {
  const { heap, runtime } = await open(options);
  await using __ = runtime;
  expect(groups(runtime.plan(["times", "times", "times"], image, {}, onToy))).toEqual(expected);
  const value = await runtime.run(["times", "times", "times"], image, {}, onToy) as HeapArray;
  expect(heap.load(value).get(1, 2, 3)).toBe(23 * 8);
  runtime.dispose(value);
  expect([heap.live, nothingHeld(runtime)]).toEqual([0, true]);
});

test("arrays of different shapes are not fused", async () => {
  const { runtime } = await open();
  await using _ = runtime;
  expect(groups(runtime.plan(["times", ["mix", { other: NdArray.full([1, 1, 4], 1) }], "times"], image, {}, onToy))).toEqual([1, 1, 1]);
});

test.each<[string, (result: () => unknown) => unknown, string]>([
  ["throws", () => { throw new Error("lost"); }, "toy failed in kernel of times, root and times: lost"],
  ["gives no array", () => 3, "toy failed in kernel of times, root and times: the fused kernel gave no array of toy"],
])("a fused kernel that %s fails all of its steps, and leaves nothing", async (_, spoil, message) => {
  const { heap, runtime } = await open({ fuse: (steps, sound) => ({ ...sound(steps), run: (arrays, context) => spoil(() => sound(steps).run(arrays, context)) }) });
  await using __ = runtime;
  const failing = runtime.run(["times", "root", "times"], image, {}, onToy);
  await expect(failing).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "toy", phase: "kernel", message });
  const record = recordOf(await failing.catch((error: unknown) => error));
  expect(record?.calls.map(({ key, status, error, fusedWith }) => [key, status, error?.code, fusedWith?.length])).toEqual(["times", "root", "times"].map((key) => [key, "failed", "BACKEND_FAILED", 2]));
  expect([heap.live, nothingHeld(runtime)]).toEqual([0, true]);
});

test("a fused kernel whose result has not the due dtype fails", async () => {
  const { heap, runtime } = await open({ fuse: (steps, sound) => sound(steps.map(({ dtype: _, ...step }) => step)) });
  await using _ = runtime;
  await expect(runtime.run(["times", "times"], ascending([1, 2, 2], "uint8"), {}, onToy)).rejects.toThrow("the fused kernel gave float32 [1, 2, 2], not uint8 [1, 2, 2]");
  expect([heap.live, nothingHeld(runtime)]).toEqual([0, true]);
});

test("where memory runs out the steps run one by one, which their records say", async () => {
  const { heap, runtime } = await open({ fuse: (steps, sound) => ({ ...sound(steps), run: () => { throw new OutOfMemoryError("toy"); } }) });
  await using _ = runtime;
  const { value, record } = await runtime.call(["times", "root", "mirror"], image, {}, onToy);
  expect(heap.log).toEqual(["open", "upload", "trim", "upload", "kernel", "kernel", "kernel"]);
  expect(record.calls.map(({ key, fallback, fusedWith, attempts }) => [key, fallback, fusedWith, attempts])).toEqual([
    ["times", "not fused: toy is out of memory.", undefined, 1], ["root", "not fused: toy is out of memory.", undefined, 1], ["mirror", undefined, undefined, 1],
  ]);
  runtime.dispose(value);
  expect([heap.live, nothingHeld(runtime)]).toEqual([0, true]);
});

test("a chain that is given up leaves nothing of a fused kernel that ends later", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => { end = resolve; });
  const { heap, runtime } = await open({ fuse: (steps, sound) => ({ ...sound(steps), run: async (arrays, context) => { await ended; return sound(steps).run(arrays, context); } }) });
  const giveUp = new AbortController();
  const running = runtime.run(["times", "times"], image, {}, { ...onToy, signal: giveUp.signal });
  giveUp.abort();
  await expect(running).rejects.toMatchObject({ code: "ABORTED" });
  end();
  await runtime[Symbol.asyncDispose]();
  expect(heap.live).toBe(0);
});

test("steps whose arrays are other than foreseen run one by one, which their records say", async () => {
  const { heap, runtime } = await open();
  await using _ = runtime;
  const halve = runtime.register(ndarray(function halve(array: NdArray) { return array.slice([null, null, 2]).copy(); }), { namespace: "openhcs" });
  const pattern: Composed = [halve, "toy:times", "toy:times"];
  expect(groups(runtime.plan(pattern, image))).toEqual([1, 2]);
  const { value, record } = await runtime.call(pattern, image);
  expect(record.calls.map(({ fallback }) => fallback)).toEqual([undefined, ...Array.from({ length: 2 }, () => "not fused: an array is other than foreseen")]);
  expect([runtime.spec(value).shape, heap.count("fused")]).toEqual([[1, 3, 4], 0]);
});

test("planes are lifted into a fused run as into any step", async () => {
  const { heap, runtime } = await open();
  await using _ = runtime;
  const value = await runtime.run(["times", "times"], ascending([2, 2]), {}, onToy) as HeapArray;
  expect([value.shape, heap.load(value).toNested(), heap.count("fused")]).toEqual([[1, 2, 2], [[[0, 4], [8, 12]]], 1]);
});
