import { createRuntime, defineFunction, isOpenHcsError, NdArray, ndarray } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap } from "../backend/heap.js";
import { ascending, blend, library, scale } from "./sample-functions.js";

const image = ascending([1, 2, 2]);

test.each([
  ["scal", 'no function "scal"; nearest: scale.'],
  ["toy:scal", 'no function "scal"; nearest: scale.'],
  ["zzzzzzzzz", 'no function "zzzzzzzzz"; known: scale, shift, average, above, blend, ramp.'],
])("the unknown function %s is refused with what is near", async (key, message) => {
  await using runtime = await createRuntime({ backends: [new Heap("toy").backend()], functions: library });
  await expect(runtime.run(key, image)).rejects.toMatchObject({ code: "NOT_REGISTERED", kind: "function", message });
  expect(() => runtime.plan(key, image)).toThrow(message);
});

test.each(["", "a b", "scale:", ":scale", "scale@", "a:b:c", "../scale", "scale\n"])("%j is no key", async (key) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run(key, image)).rejects.toSatisfy((error) => isOpenHcsError(error, "INVALID_KEY", "NOT_REGISTERED"));
});

test("a bare name never means a custom function", async () => {
  await using runtime = await createRuntime({ functions: library });
  runtime.register(ndarray(function mine(array: NdArray) { return array.copy(); }), { namespace: "openhcs" });
  await expect(runtime.run("mine", image)).rejects.toMatchObject({ code: "NOT_REGISTERED", nearest: ["openhcs:mine"] });
});

test.each<[Readonly<Record<string, unknown>>, string, string]>([
  [{ factor: -1 }, "INVALID_ARGUMENT", 'scale: "factor" must be a number in [0, ∞), received -1.'],
  [{ factor: "2" }, "INVALID_ARGUMENT", 'scale: "factor" must be a number in [0, ∞), received "2".'],
  [{ factor: Number.NaN }, "INVALID_ARGUMENT", 'scale: "factor" must be a number in [0, ∞), received NaN.'],
  [{ factr: 2 }, "UNKNOWN_PARAMETER", 'scale has no parameter "factr"; did you mean "factor"?'],
  [{ qqqqqqqq: 2 }, "UNKNOWN_PARAMETER", 'scale has no parameter "qqqqqqqq"; it has factor.'],
])("the parameters %j are refused", async (parameters, code, message) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run("scale", image, parameters)).rejects.toMatchObject({ code, message });
});

test.each([[3, "3"], ["image.tif", '"image.tif"'], [[[1, 2]], "[[1, 2]]"], [{}, "{"]])("%j in place of an array is refused", async (value, received) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run("scale", value)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "image", message: expect.stringContaining(`scale: "image" must be an array, received ${received}`) });
});

test("a function of a namespace is named by its key", async () => {
  await using runtime = await createRuntime();
  const key = runtime.register(ndarray({ parameters: { factor: { type: "number", default: 1 } } })(function scaled(given: NdArray, factor: number) { return given.multiply(factor); }), { namespace: "openhcs" });
  await expect(runtime.run(key, 3)).rejects.toThrow('openhcs:scaled: "image" must be an array, received 3.');
  await expect(runtime.run(key, image, { factor: "2" })).rejects.toMatchObject({ functionName: key, message: expect.stringContaining('openhcs:scaled: "factor" ') });
  await expect(runtime.run(key, image, { factr: 2 })).rejects.toThrow('openhcs:scaled has no parameter "factr"; did you mean "factor"?');
  await expect(runtime.run(key, image, { on: "cpu" })).rejects.toThrow('openhcs:scaled has no parameter "on"');
});

test("an unsupported dtype, a wrong rank and mismatched shapes are refused before anything moves", async () => {
  const heap = new Heap("toy");
  const strict = defineFunction({
    name: "strict", documentation: "Picky.", inputs: { image: { type: "array", dtypes: ["uint8"], ranks: [2] } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: ({ image: array }) => array.copy(),
  });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [heap.kernel("blend", () => image)] })], functions: [strict, blend] });
  await expect(runtime.run("strict", NdArray.zeros([2, 2], "int32"))).rejects.toThrow('strict: "image" must be of dtype uint8, received int32.');
  await expect(runtime.run("strict", NdArray.zeros([2, 2, 2], "uint8"))).rejects.toThrow('strict: "image" must have 2 axes, received shape [2, 2, 2].');
  await expect(runtime.run("toy:blend", image, { other: NdArray.zeros([3]) })).rejects.toMatchObject({
    code: "INVALID_ARGUMENT", message: expect.stringContaining("must have equal shapes"),
  });
  await expect(runtime.run("blend", image)).rejects.toThrow('blend: "other" must be given, and must be an array, received undefined.');
  expect(heap.log).toEqual([]);
});

test("no route: an array of a memory type whose backend has gone is not an array any more", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend()], functions: library });
  const there = await runtime.to(image, "toy");
  await runtime.removeBackend("toy");
  await expect(runtime.run("scale", there)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "image" });
});

test("no route: a device that nothing leads away from", async () => {
  const island = new Heap("island");
  await using runtime = await createRuntime({ backends: [island.backend({ transfers: [] })], functions: library });
  const there = island.store(image);
  await expect(runtime.run("scale", there)).rejects.toMatchObject({ code: "NO_ROUTE", message: "no route from island to ndarray: no transfers connect them." });
});

test("a strict route is refused in a call as in a plan, and runs where allowed", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend({ kernels: [b.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2))] })], functions: library });
  const there = await runtime.to(image, "a");
  await expect(runtime.run("b:scale", there)).rejects.toMatchObject({ code: "HOST_ROUNDTRIP_REFUSED", from: "a", to: "b", refused: "a -> ndarray -> b" });
  const { record } = await runtime.call("b:scale", there, {}, { allowHostRoundtrip: true });
  expect(record.moves[0]?.path).toEqual(["a", "ndarray", "b"]);
});

test.each([
  ["a number", 42], ["nothing", undefined], ["an error that is no Error", "a string thrown"],
])("a kernel that throws %s fails the call with a typed error", async (_, thrown) => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [{ ...heap.kernel("scale", () => image), run: () => Promise.reject(thrown as unknown as Error) }] })], functions: [scale] });
  await expect(runtime.run("toy:scale", image)).rejects.toMatchObject({ code: "BACKEND_FAILED", phase: "kernel", message: `toy failed in kernel of scale: ${String(thrown)}` });
  expect(heap.live).toBe(0);
  expect(await runtime.run("reference:scale", image)).toBeInstanceOf(NdArray);
});

test("a function without arrays takes its parameters first, and refuses what comes where arrays' parameters would be", async () => {
  await using runtime = await createRuntime({ functions: library });
  expect((await runtime.run("ramp", { length: 3 }) as NdArray).toNested()).toEqual([0, 1, 2]);
  await expect(runtime.run("ramp", { length: 0 })).rejects.toThrow('ramp: "length" must be an integer in [1, ∞), received 0.');
  await expect(runtime.run("ramp")).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "length" });
  await expect(runtime.run("ramp", { length: 3 }, { timeoutMs: 5 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});
