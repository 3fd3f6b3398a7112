import { createRuntime, defineFunction, ndarray, NdArray, type CallRecord, type Dtype, type ResultKind } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { library } from "./sample-functions.js";

const image = NdArray.from([[0, 1.5, 2.5, 300]], "float64").cast("float32");
const bytes = NdArray.from([[10, 20, 200]], "uint8");

/** Gives float64 whatever it takes. */
const widen = (result: ResultKind) => defineFunction({
  name: "widen", documentation: "As float64.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result } },
  reference: ({ image: array }) => array.cast("float64").multiply(1.25),
});

test.each<[ResultKind, Dtype, Dtype]>([
  ["image", "uint8", "uint8"], ["image", "float32", "float32"], ["float", "uint8", "float32"], ["float", "float64", "float64"],
  ["mask", "uint16", "bool"], ["labels", "uint8", "uint32"], ["native", "uint8", "float64"],
])("a result of the kind %s from %s is %s by default", async (kind, from, to) => {
  await using runtime = await createRuntime({ functions: [widen(kind)] });
  const result = await runtime.run("widen", NdArray.from([4, 8], from)) as NdArray;
  expect([result.dtype, result.toNested()]).toEqual([to, to === "bool" ? [1, 1] : [5, 10]]);
});

test.each<[ResultKind, Dtype, Dtype]>([["image", "int16", "int16"], ["float", "int16", "float32"], ["mask", "int16", "bool"], ["labels", "int16", "uint32"], ["native", "int16", "float64"]])(
  "a result of the kind %s is asked for as %s and is %s", async (kind, dtypeConversion, to) => {
    await using runtime = await createRuntime({ functions: [widen(kind)] });
    expect((await runtime.run("widen", bytes, {}, { dtypeConversion: dtypeConversion as "int16" }) as NdArray).dtype).toBe(to);
    expect((await runtime.run("widen", bytes, {}, { dtypeConversion: "native" }) as NdArray).dtype).toBe("float64");
  });

test.each([
  ["saturate", [0, 2, 2, 255]], ["wrap", [0, 1, 2, 300 % 256]], ["minmax", [0, 1, 2, 255]], ["range", [0, 255, 255, 255]],
] as const)("the policy %s makes %j of a float image, and the record says so", async (scaling, expected) => {
  await using runtime = await createRuntime({ functions: library });
  const { value, record } = await runtime.call("scale", image, { factor: 1 }, { dtypeConversion: "uint8", scaling });
  expect((value as NdArray).toNested()).toEqual([expected]);
  expect(record.conversion).toEqual({ from: "float32", to: "uint8", scaling });
});

test("a result of the due dtype is not converted, and the record tells of no conversion", async () => {
  await using runtime = await createRuntime({ functions: library });
  expect((await runtime.call("scale", image)).record.conversion).toBeUndefined();
});

test("of several outputs only arrays are converted, each by its kind", async () => {
  const both = defineFunction({
    name: "both", documentation: "Two arrays and a number.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { image: { type: "array", result: "image" }, labels: { type: "array", result: "labels" }, peak: { type: "number" } }, main: "image",
    reference: ({ image: array }) => [array.multiply(1.5), array.cast("float64"), array.max()] as never,
  });
  await using runtime = await createRuntime({ functions: [both] });
  const { outputs } = await runtime.call("both", bytes);
  expect(Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, value instanceof NdArray ? value.dtype : value]))).toEqual({ image: "uint8", labels: "uint32", peak: 200 });
});

test("a device result of another dtype is converted on the host and goes back, which the record says", async () => {
  const heap = new Heap("toy", { devices: [0, 2] });
  const kernels = [heap.kernel("scale", ({ image: array }, { factor }) => (array as NdArray).multiply(factor as number))];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels })], functions: library });
  const there = await runtime.to(bytes, "toy", { device: 2 });
  const { value, record } = await runtime.call("toy:scale", there as never, { factor: 2 }) as { readonly value: unknown; readonly record: CallRecord };
  const result = value as HeapArray;
  expect([result.memoryType, result.device, result.dtype, heap.load(result).toNested()]).toEqual(["toy", 2, "uint8", [[20, 40, 255]]]);
  expect(record.moves.map(({ name, path }) => [name, path])).toEqual([["image", ["toy:2", "ndarray"]], ["image", ["ndarray", "toy:2"]]]);
  expect([record.memoryType, record.outputs["image"]?.memoryType, record.conversion]).toEqual(["toy", "toy", { from: "float32", to: "uint8", scaling: "saturate" }]);
  for (const array of [there, result]) runtime.dispose(array);
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
  const stays = await runtime.run("toy:scale", bytes, { factor: 2 }, { dtypeConversion: "native" }) as HeapArray;
  expect([stays.memoryType, stays.dtype]).toEqual(["toy", "float32"]);
  runtime.dispose(stays);
});

test("a result whose dtype its memory type cannot hold stays on the host, which the record says", async () => {
  const heap = new Heap("toy", { dtypes: ["float32"] });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [heap.kernel("scale", ({ image: array }) => (array as NdArray).copy())] })], functions: library });
  const { value, record } = await runtime.call("toy:scale", image, {}, { dtypeConversion: "uint8" });
  expect([value instanceof NdArray, record.moves.map(({ path }) => path), heap.live]).toEqual([true, [["ndarray", "toy"], ["toy", "ndarray"]], 0]);
});

test("functions without arrays keep the dtype of their body, or the one that is asked for", async () => {
  await using runtime = await createRuntime({ functions: library });
  expect((await runtime.run("ramp", { length: 3 }) as NdArray).dtype).toBe("uint16");
  expect((await runtime.run("ramp", { length: 3 }, undefined, { dtypeConversion: "float32" }) as NdArray).dtype).toBe("float32");
});

test("a custom function's result is an image, special outputs are left as they are", async () => {
  await using runtime = await createRuntime();
  const custom = ndarray({ specialOutputs: ["background"] })(function custom(array: NdArray) { return [array.multiply(0.5), array.cast("float64"), { note: "kept" }]; });
  const { outputs } = await runtime.call(runtime.register(custom, { namespace: "openhcs" }), bytes);
  expect([(outputs["image"] as NdArray).dtype, (outputs["background"] as NdArray).dtype, outputs["metadata"]]).toEqual(["uint8", "float64", { note: "kept" }]);
});

test("too few outputs, none, or too many are refused by name", async () => {
  await using runtime = await createRuntime();
  const cases = {
    few: [ndarray({ specialOutputs: ["counts"] })(function few(array: NdArray) { return [array.copy()]; }), 'few: declares image, counts but returned 1 values without "counts".'],
    one: [ndarray({ specialOutputs: ["counts"] })(function one(array: NdArray) { return array.copy(); }), "one: must return its 2 outputs image, counts, returned one value."],
    none: [ndarray(function none() {}), 'none: must return "image", returned nothing.'],
    many: [ndarray(function many(array: NdArray) { return [array.copy(), 1, 2]; }), "many: returned 3 values but declares image. Name the others in specialOutputs, or return them in an object after the declared ones."],
    text: [ndarray(function text() { return "an image"; }), 'text: its output "image" must be an array, returned a string. Values go into an object after the array: return [image, { value }].'],
    nothing: [ndarray(function nothing() { return null; }), 'nothing: its output "image" must be an array, returned null.'],
    elements: [ndarray(function elements() { return new Float32Array(4); }), 'elements: its output "image" must be an array, returned a Float32Array.'],
  } as const;
  for (const [fn, message] of Object.values(cases)) {
    await expect(runtime.run(runtime.register(fn, { namespace: "openhcs" }), bytes)).rejects.toMatchObject({ code: "INVALID_RESULT", message });
  }
});

test("a kernel that returns no array where one is due is refused", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [{ ...heap.kernel("scale", () => bytes), run: () => 42 }] })], functions: library });
  await expect(runtime.run("toy:scale", bytes)).rejects.toMatchObject({ code: "INVALID_RESULT", message: 'scale: its output "image" must be an array, returned a number.' });
  expect(heap.live).toBe(0);
});

test("a function's own dtype rule holds in calls that choose none, in plans of patterns too", async () => {
  const wide = ndarray({ dtypeConversion: "float32" })(function wide(array: NdArray) { return array.multiply(1.5); });
  await using runtime = await createRuntime({ functions: library });
  const key = runtime.register(wide, { namespace: "openhcs" });
  expect((await runtime.run(key, bytes) as NdArray).dtype).toBe("float32");
  expect((await runtime.run(key, bytes, {}, { dtypeConversion: "uint8" }) as NdArray).dtype).toBe("uint8");
  expect((await runtime.run([key, "scale"], bytes) as NdArray).dtype).toBe("float32");
});

test("a dtype rule that does not exist is refused when it is declared", () => {
  expect(() => defineFunction({ ...widen("image"), name: "wide", dtypeConversion: "float8" as "float32" })).toThrow(expect.objectContaining({ code: "INVALID_DEFINITION" }));
});
