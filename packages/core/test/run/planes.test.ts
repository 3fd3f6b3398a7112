import { createRuntime, defineFunction, ndarray, NdArray, type ProcessingContract } from "@openhcs/core";
import { expect, test } from "vitest";
import { ascending, average, library } from "./sample-functions.js";

const stack = NdArray.from([[[1, 2], [3, 4]], [[10, 20], [30, 40]]], "float32");

/** Subtracts the mean of what it is given, and tells what that was. */
const centre = (contract: ProcessingContract | undefined, seen: (readonly number[])[] = []) => defineFunction({
  name: "centre", documentation: "Subtract the mean.", inputs: { image: { type: "array" } }, parameters: {},
  outputs: { image: { type: "array", result: "float" }, mean: { type: "number" } }, main: "image",
  ...(contract === undefined ? {} : { contract }),
  reference: ({ image }) => { seen.push(image.shape); return { image: image.subtract(image.mean()), mean: image.mean() }; },
});

test("pure2d calls with every plane and stacks the results, other outputs as one list", async () => {
  const seen: (readonly number[])[] = [];
  await using runtime = await createRuntime({ functions: [centre("pure2d", seen)] });
  const { value, outputs, record } = await runtime.call("centre", stack);
  expect((value as NdArray).toNested()).toEqual([[[-1.5, -0.5], [0.5, 1.5]], [[-15, -5], [5, 15]]]);
  expect(outputs["mean"]).toEqual([2.5, 25]);
  expect([seen, record.planes]).toEqual([[[2, 2], [2, 2]], 2]);
});

test("pure3d, and no contract, call with the stack as it is", async () => {
  for (const contract of ["pure3d", undefined] as const) {
    await using runtime = await createRuntime({ functions: [centre(contract)] });
    const { outputs, record } = await runtime.call("centre", stack, {}, { sliceBySlice: true });
    expect(outputs["mean"]).toBeCloseTo(13.75);
    expect(record.planes).toBeUndefined();
  }
});

test("flexible lets the call choose", async () => {
  await using runtime = await createRuntime({ functions: [centre("flexible")] });
  expect((await runtime.call("centre", stack)).outputs["mean"]).toBeCloseTo(13.75);
  expect((await runtime.call("centre", stack, {}, { sliceBySlice: true })).outputs["mean"]).toEqual([2.5, 25]);
});

test("a plane given to a function by planes is called once and stays a plane", async () => {
  await using runtime = await createRuntime({ functions: [centre("pure2d")] });
  const { value, outputs, record } = await runtime.call("centre", stack.slice(0));
  expect([(value as NdArray).shape, outputs["mean"], record.planes]).toEqual([[2, 2], 2.5, undefined]);
});

test("volumetricToSlice calls with the stack and wraps a plane that comes back", async () => {
  const flatten = defineFunction({
    name: "flatten", documentation: "Highest plane.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    contract: "volumetricToSlice", reference: ({ image }) => image.max(0),
  });
  await using runtime = await createRuntime({ functions: [flatten] });
  const result = await runtime.run("flatten", stack) as NdArray;
  expect([result.shape, result.toNested()]).toEqual([[1, 2, 2], [[[10, 20], [30, 40]]]]);
  result.dispose();
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
});

test("leading axes beyond the planes are flattened and come back", async () => {
  const seen: (readonly number[])[] = [];
  await using runtime = await createRuntime({ functions: [centre("pure2d", seen)] });
  const { value, outputs, record } = await runtime.call("centre", ascending([2, 3, 2, 2]));
  expect([(value as NdArray).shape, record.planes, seen.length]).toEqual([[2, 3, 2, 2], 6, 6]);
  expect(outputs["mean"]).toEqual([1.5, 5.5, 9.5, 13.5, 17.5, 21.5]);
});

test("a strided stack is cut into the right planes", async () => {
  await using runtime = await createRuntime({ functions: [average] });
  const { outputs } = await runtime.call("average", stack.slice([null, null, -1], null, [1, 2]), {}, { sliceBySlice: true });
  expect(outputs["level"]).toEqual([30, 3]);
});

test("further arrays go along plane by plane where they are stacks alike, else whole", async () => {
  const seen: string[] = [];
  const masked = defineFunction({
    name: "masked", documentation: "Values under a mask.", inputs: { image: { type: "array" }, mask: { type: "array" }, kernel: { type: "array", optional: true } }, parameters: {},
    outputs: { image: { type: "array", result: "image" } }, contract: "pure2d",
    reference: ({ image, mask, kernel }) => { seen.push([image, mask, kernel].map((array) => array?.shape.join("x")).join(" ")); return image.multiply(mask); },
  });
  await using runtime = await createRuntime({ functions: [masked] });
  const mask = NdArray.from([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], "uint8");
  const result = await runtime.run("masked", stack, { mask, kernel: NdArray.zeros([3, 3]) }) as NdArray;
  expect(result.toNested()).toEqual([[[1, 0], [0, 4]], [[0, 20], [30, 0]]]);
  expect(seen).toEqual(["2x2 2x2 3x3", "2x2 2x2 3x3"]);
});

test("lists made plane by plane are parameters plane by plane", async () => {
  await using runtime = await createRuntime({ functions: library });
  const { outputs } = await runtime.call("average", stack, {}, { sliceBySlice: true });
  const mask = await runtime.run("above", stack, { level: outputs["level"] }, { sliceBySlice: true }) as NdArray;
  expect(mask.toNested()).toEqual([[[0, 0], [1, 1]], [[0, 0], [1, 1]]]);
  await expect(runtime.run("above", stack, { level: [2, 3] }, { sliceBySlice: true })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

test("a list made plane by plane is refused for the whole stack, or for another number of planes", async () => {
  await using runtime = await createRuntime({ functions: library });
  const { outputs } = await runtime.call("average", stack, {}, { sliceBySlice: true });
  await expect(runtime.run("above", stack, { level: outputs["level"] })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "level" });
  await expect(runtime.run("above", ascending([3, 2, 2]), { level: outputs["level"] }, { sliceBySlice: true })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "level" });
});

test("a function without arrays takes what was made plane by plane as a list like any other", async () => {
  const total = defineFunction({
    name: "total", documentation: "The sum of a list.", inputs: {}, parameters: { values: { type: "list" } }, outputs: { total: { type: "number" } },
    reference: (_, { values }) => (values as number[]).reduce((sum, value) => sum + value, 0),
  });
  await using runtime = await createRuntime({ functions: [centre("pure2d"), total] });
  expect(await runtime.run(["centre", ["total", { values: { from: "mean" } }]], stack)).toBe(27.5);
});

test("a stack given by name is called with by planes too", async () => {
  const seen: (readonly number[])[] = [];
  await using runtime = await createRuntime({ functions: [centre("pure2d", seen)] });
  await runtime.run("centre", undefined, { image: stack });
  expect(seen).toEqual([[2, 2], [2, 2]]);
});

test("an output that is no array on every plane is refused by its name", async () => {
  const patchy = defineFunction({
    name: "patchy", documentation: "Dark planes only.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" }, dark: { type: "array", result: "image", optional: true } }, main: "image", contract: "pure2d",
    reference: ({ image }) => ({ image: image.copy(), ...(image.max() < 10 ? { dark: image.copy() } : {}) }),
  });
  await using runtime = await createRuntime({ functions: [patchy] });
  await expect(runtime.run("patchy", stack)).rejects.toMatchObject({ code: "INVALID_RESULT", message: 'patchy: its output "dark" must be an array of ndarray for every plane, was none for plane 1.' });
});

test("planes of unequal results, and a stack of no planes, are refused", async () => {
  const crop = defineFunction({
    name: "crop", documentation: "As many rows as the first value says.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, contract: "pure2d",
    reference: ({ image }) => image.slice([0, Number(image.get(0, 0))]).copy(),
  });
  await using runtime = await createRuntime({ functions: [crop, average] });
  await expect(runtime.run("crop", stack)).rejects.toMatchObject({ code: "INVALID_ARRAY", message: expect.stringContaining("stacking needs equal shapes") });
  await expect(runtime.run("crop", NdArray.zeros([0, 2, 2]))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: 'crop: "image" must have at least one plane, received shape [0, 2, 2].' });
  expect(await runtime.run("average", NdArray.zeros([0, 2, 2]), {}, { sliceBySlice: true })).toEqual([]);
});

test("a body that gives back its very plane gives a copy of it", async () => {
  await using runtime = await createRuntime();
  const same = ndarray({ contract: "pure2d" })(function same(image: NdArray) { return image; });
  const result = await runtime.run(runtime.register(same, { namespace: "openhcs" }), stack) as NdArray;
  expect([result.toNested(), result.data.buffer === stack.data.buffer]).toEqual([stack.toNested(), false]);
});

test("progress is told after every plane", async () => {
  await using runtime = await createRuntime({ functions: library });
  const fractions: number[] = [];
  await runtime.run("average", ascending([4, 2, 2]), {}, { sliceBySlice: true, onProgress: ({ fraction }) => { fractions.push(fraction); } });
  expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
});

test("calls by planes leave nothing behind, also where a plane fails", async () => {
  const fragile = ndarray({ contract: "pure2d" })(function fragile(image: NdArray) { if (image.max() > 30) throw new Error("too bright"); return image.add(1); });
  await using runtime = await createRuntime({ functions: library });
  const key = runtime.register(fragile, { namespace: "openhcs" });
  const mine = await runtime.run("shift" as string, stack) as NdArray;
  const dim = await runtime.run("scale", mine, { factor: 0.1 }, { sliceBySlice: true }) as NdArray;
  const result = await runtime.run(key, dim) as NdArray;
  await expect(runtime.run(key, mine)).rejects.toThrow("openhcs:fragile failed: too bright");
  for (const array of [mine, dim, result]) array.dispose();
  expect(runtime.memory()).toEqual([{ memoryType: "ndarray", device: 0, arrays: 0, bytes: 0 }]);
});
