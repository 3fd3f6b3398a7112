import { createRuntime, defineFunction, ndarray, NdArray, recordOf, type Kernel } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending, library } from "../run/sample-functions.js";

const image = ascending([2, 2, 2]);
const large = NdArray.full([16, 256, 256], 3);
const times = (heap: Heap, traits: Partial<Kernel> = {}) => heap.kernel("scale", ({ image: array }, { factor }) => (array as NdArray).multiply(factor as number), traits);
const plus = (heap: Heap, traits: Partial<Kernel> = {}) => heap.kernel("shift", ({ image: array }, { amount }) => (array as NdArray).add(amount as number), traits);

test("a chain stays on its device: one upload, and one download when somebody asks", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap), plus(heap)] })], functions: library });
  const plan = runtime.plan(["scale", "shift", "scale"], large);
  expect(plan.components[""]?.map(({ kernel }) => kernel)).toEqual(["toy:scale", "toy:shift", "toy:scale"]);
  const { value, record } = await runtime.call(["scale", "shift", "scale"], large);
  expect(heap.log).toEqual(["open", "upload", "kernel", "kernel", "kernel"]);
  expect([heap.live, record.calls.map(({ moves }) => moves.length)]).toEqual([1, [1, 0, 0]]);
  expect((await runtime.to(value, "ndarray")).get(0, 0, 0)).toBe(14);
  runtime.dispose(value);
  expect(heap.live).toBe(0);
});

test("a chain is planned whole: a dear first move pays where later steps gain by it", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 1000, gbPerSec: 1000 } });
  const quick = { cost: { latencyUs: 1, gbPerSec: 1000 } };
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap, quick), plus(heap, quick)] })], functions: library });
  const medium = NdArray.zeros([1, 100, 200]);
  const hostUs = 5 + medium.bytes / 100;
  expect(runtime.plan("scale", medium).kernel).toBe("reference:scale");
  const { components, predictedUs } = runtime.plan(["scale", "shift", "scale"], medium);
  expect(components[""]?.map(({ memoryType }) => memoryType)).toEqual(["toy", "toy", "toy"]);
  expect(predictedUs).toBeLessThan(3 * hostUs);
});

test("run does what the plan of the chain says", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap)] })], functions: library });
  const pattern = ["scale", "average", ["above", {}], ["scale", { factor: 0 }]] as const;
  const plan = runtime.plan(pattern, large);
  const { record } = await runtime.call(pattern, large);
  expect(record.calls.map(({ kernel, memoryType, predictedUs }) => ({ kernel, memoryType, predictedUs }))).toEqual(
    plan.components[""]?.map(({ kernel, memoryType, predictedUs }) => ({ kernel, memoryType, predictedUs })));
});

test("planes are lifted to stacks of one on the way in, and results are stacks", async () => {
  await using runtime = await createRuntime({ functions: library });
  const plane = ascending([2, 2]);
  const flat = ndarray({ contract: "pure3d" })(function flat(array: NdArray) { return array.max(0); });
  const { value, outputs, record } = await runtime.call(["scale", flat as never, "average"], plane);
  expect(record.calls[0]?.inputs["image"]?.shape).toEqual([1, 2, 2]);
  expect((outputs["image"] as NdArray).shape).toEqual([1, 2, 2]);
  expect([value, plane.shape, plane.toNested()]).toEqual([3, [2, 2], [[0, 1], [2, 3]]]);
});

test("planes on a device are lifted there too, and stay the caller's", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap)] })], functions: library });
  const plane = await runtime.to(ascending([2, 2]), "toy") as HeapArray;
  expect(runtime.plan(["toy:scale"], plane).explain()).toContain("image: float32 [1, 2, 2]");
  const result = await runtime.run(["toy:scale"], plane) as HeapArray;
  expect([result.memoryType, result.shape, plane.shape, heap.count("download")]).toEqual(["toy", [1, 2, 2], [2, 2], 0]);
  runtime.dispose(result);
  runtime.dispose(plane);
  expect(heap.live).toBe(0);
});

test("a step whose key insists on a backend contradicts a pattern on another", async () => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run(["reference:scale"], image, {}, { on: "toy" })).rejects.toMatchObject({ code: "INVALID_OPTION", option: "on" });
});

test("a plane that a function without contract gives becomes a stack of one", async () => {
  const flat = defineFunction({
    name: "flat", documentation: "Highest plane.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, reference: ({ image: array }) => array.max(0),
  });
  await using runtime = await createRuntime({ functions: [...library, flat] });
  const { value, record } = await runtime.call(["flat", "shift"], image);
  expect([(value as NdArray).toNested(), record.calls[1]?.inputs["image"]?.shape]).toEqual([[[[5, 6], [7, 8]]], [1, 2, 2]]);
  (value as NdArray).dispose();
  expect(runtime.memory()).toMatchObject([{ arrays: 0 }]);
});

test("intermediate arrays are freed as soon as no later step needs them", async () => {
  const heap = new Heap("toy");
  const live: number[] = [];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap), plus(heap), heap.kernel("blend", ({ image: array, other }) => (array as NdArray).add(other as NdArray).divide(2))] })], functions: library });
  runtime.events.on("call", () => { live.push(heap.live); });
  const spread = defineFunction({
    name: "spread", documentation: "Keeps a copy.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, reference: ({ image: array }) => array.copy(),
  });
  runtime.register(spread, {});
  const { value } = await runtime.call(["toy:scale", "toy:shift", "toy:scale", "toy:shift"], large);
  expect(live.slice(0, 4)).toEqual([1, 2, 2, 2]);
  expect(heap.live).toBe(1);
  runtime.dispose(value);
  expect(runtime.memory().every(({ bytes }) => bytes === 0)).toBe(true);
});

test("an output that a later step takes lives until then, special arrays until the end", async () => {
  const split = defineFunction({
    name: "split", documentation: "Two images.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { image: { type: "array", result: "image" }, background: { type: "array", result: "image" } }, main: "image",
    reference: ({ image: array }) => ({ image: array.add(1), background: array.multiply(0) }),
  });
  await using runtime = await createRuntime({ functions: [...library, split] });
  const { value, outputs } = await runtime.call(["split", "scale", ["blend", { other: { from: "background" } }]], image);
  expect((value as NdArray).toNested()).toEqual(image.add(1).toNested());
  expect((outputs["background"] as NdArray).max()).toBe(0);
  for (const array of Object.values(outputs)) runtime.dispose(array);
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
});

test("an image that flowed lives on where a later step takes it by its name", async () => {
  const mark = defineFunction({
    name: "mark", documentation: "A named image.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { marked: { type: "array", result: "image" } }, reference: ({ image: array }) => array.add(10),
  });
  await using runtime = await createRuntime({ functions: [...library, mark] });
  const value = await runtime.run(["mark", ["scale", { factor: 0 }], "shift", ["blend", { other: { from: "marked" } }]], image) as NdArray;
  expect(value.toNested()).toEqual(image.add(11).divide(2).toNested());
  value.dispose();
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
});

test("a chain that only measures gives the image that flowed, with a handle of its own", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend()], functions: library });
  const { value, outputs } = await runtime.call(["average"], image);
  expect([value, outputs["image"] === image, (outputs["image"] as NdArray).toNested()]).toEqual([3.5, false, image.toNested()]);
  const there = await runtime.to(image, "toy") as HeapArray;
  const onDevice = await runtime.call(["average"], there);
  expect(heap.memory.is(onDevice.outputs["image"])).toBe(true);
  for (const array of [there, onDevice.outputs["image"]]) runtime.dispose(array);
  expect(heap.live).toBe(0);
});

test("the pattern's input is never disposed of, nor changed", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap)] })], functions: library });
  const there = await runtime.to(image, "toy") as HeapArray;
  runtime.dispose(await runtime.run(["scale", "scale"], there));
  expect(heap.load(there).toNested()).toEqual(image.toNested());
  runtime.dispose(there);
});

test.each([["on the host", 0], ["on a device", 1]])("a step that fails %s frees everything, and the record holds the steps until then", async (_, device) => {
  const heap = new Heap("toy");
  const kernels = device === 1 ? [times(heap), { ...plus(heap), run: () => { throw new Error("lost"); } }] : [times(heap)];
  const lost = defineFunction({
    name: "lost", documentation: "Fails.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, reference: () => { throw new Error("lost"); },
  });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels })], functions: [...library, lost] });
  const error: unknown = await runtime.run(["toy:scale", "toy:scale", device === 1 ? "toy:shift" : "lost", "scale"], large).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: device === 1 ? "BACKEND_FAILED" : "FUNCTION_FAILED" });
  expect(recordOf(error)).toMatchObject({ key: "pattern", status: "failed", calls: [{ status: "ok" }, { status: "ok" }, { status: "failed" }] });
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("a component that fails frees the results of those before it", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap)] })], functions: library });
  const bad = ndarray(function bad() { throw new Error("lost"); });
  await expect(runtime.run({ DNA: ["toy:scale"], ER: [bad as never] }, { DNA: image, ER: image })).rejects.toMatchObject({ code: "FUNCTION_FAILED" });
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("a step whose input came out otherwise than foreseen is planned anew", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 0, gbPerSec: 1e6 } });
  const grow = ndarray(function grow(array: NdArray) { return array.broadcastTo([4, ...array.shape]).copy(); });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap, { supports: ({ image: array }) => array?.shape.length === 3 || "3D only" })] })], functions: library });
  expect(runtime.plan([grow as never, "scale"], large).components[""]?.[1]?.kernel).toBe("toy:scale");
  const { value, record } = await runtime.call([grow as never, "scale"], image);
  expect([(value as NdArray).shape, record.calls[1]?.kernel, heap.log]).toEqual([[4, 2, 2, 2], "reference:scale", []]);
});

test("a step whose input came out elsewhere than foreseen gets it moved", async () => {
  const heap = new Heap("toy");
  const homesick = times(heap, { run: ({ image: array }: { readonly image: HeapArray }, { factor }: { readonly factor: number }) => heap.load(array).multiply(factor) });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [homesick, plus(heap)] })], functions: library });
  const { value, record } = await runtime.call(["toy:scale", "toy:shift"], image);
  expect(record.calls.map(({ moves }) => moves.map(({ name, path }) => [name, ...path]))).toEqual([[["image", "ndarray", "toy"]], [["image", "ndarray", "toy"]]]);
  expect(heap.load(value as HeapArray).toNested()).toEqual(image.multiply(2).add(1).toNested());
  runtime.dispose(value);
  expect(heap.live).toBe(0);
});

test("a step whose kernel refuses the value that was produced is planned anew", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 0, gbPerSec: 1e6 } });
  const kernel = times(heap, { supports: (_, { factor }) => factor === undefined || (factor as number) < 3 || "factors below 3 only" });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [kernel] })], functions: library });
  const pattern = ["average", ["scale", { factor: { from: "level" } }]] as const;
  expect(runtime.plan(pattern, large).components[""]?.[1]?.kernel).toBe("toy:scale");
  const { record } = await runtime.call(pattern, large);
  expect(record.calls[1]?.kernel).toBe("reference:scale");
});

test("options hold for every step: on, dtypes and slices", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [times(heap), plus(heap)] })], functions: library });
  const onToy = await runtime.call(["scale", "shift"], image, {}, { on: "toy" });
  expect(onToy.record.calls.map(({ kernel }) => kernel)).toEqual(["toy:scale", "toy:shift"]);
  runtime.dispose(onToy.value);
  const sliced = await runtime.call(["average", "above"], image, {}, { sliceBySlice: true });
  expect(sliced.outputs["level"]).toEqual([1.5, 5.5]);
  expect((sliced.value as NdArray).toNested()).toEqual([[[0, 0], [1, 1]], [[0, 0], [1, 1]]]);
  expect((await runtime.run(["scale"], image, {}, { dtypeConversion: "uint16" }) as NdArray).dtype).toBe("uint16");
});

test("nothing can run a step: the plan and the call say why", async () => {
  await using runtime = await createRuntime({ backends: [new Heap("toy").backend()], functions: library });
  expect(() => runtime.plan(["scale", "toy:shift"], image)).toThrow("nothing can run shift here (toy: no kernel of shift; there are reference:shift).");
  await expect(runtime.run(["scale", "toy:shift"], image)).rejects.toMatchObject({ code: "NO_KERNEL" });
});
