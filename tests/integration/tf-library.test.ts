import { tf, tfjs } from "@openhcs/backend-tfjs";
import * as tensorflow from "@tensorflow/tfjs-core";
import { createRuntime, NdArray, type OpenHcsRuntime } from "openhcs";
import { afterAll, beforeAll, expect, test } from "vitest";

const image = new NdArray({ data: Float32Array.from({ length: 48 }, (_, at) => (at * 7) % 11), shape: [2, 4, 6] });
let runtime: OpenHcsRuntime;
beforeAll(async () => { runtime = await createRuntime({ backends: [tfjs({ engine: "wasm" })], libraries: [tf()] }); });
afterAll(() => runtime?.[Symbol.asyncDispose]());

const onHost = async (value: unknown) => runtime.to(value as NdArray, "ndarray");

test("every function of the library is there, on tensors, with what it documents", () => {
  expect(runtime.libraries.find(({ library }) => library === "tf")?.skipped).toEqual([]);
  const found = [...runtime.functions].filter(({ namespace }) => namespace === "tf");
  expect(found.length).toBeGreaterThanOrEqual(16);
  expect(found.filter(({ definition }) => definition.inputMemoryType !== "tfjs" || definition.documentation.length < 20)).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, (tensor: tensorflow.Tensor3D) => tensorflow.Tensor]>([
  ["resizeBilinear", { size: [7, 5] }, (x) => tensorflow.squeeze(tensorflow.image.resizeBilinear(tensorflow.expandDims(x, -1), [7, 5]), [3])],
  ["rotateWithOffset", { radians: 0.5 }, (x) => tensorflow.squeeze(tensorflow.image.rotateWithOffset(tensorflow.expandDims(x, -1), 0.5), [3])],
  ["avgPool", { window: 2 }, (x) => tensorflow.squeeze(tensorflow.avgPool(tensorflow.expandDims(x, -1) as tensorflow.Tensor4D, 2, 2, "same"), [3])],
  ["transform", { transform: [1, 0, 1, 0, 1, 0, 0, 0] }, (x) => tensorflow.squeeze(tensorflow.image.transform(tensorflow.expandDims(x, -1), tensorflow.tensor2d([[1, 0, 1, 0, 1, 0, 0, 0]])), [3])],
  ["softmax", {}, (x) => tensorflow.softmax(x)],
  ["leakyRelu", { alpha: 0.1 }, (x) => tensorflow.leakyRelu(x, 0.1)],
])("tf:%s is what TensorFlow.js itself gives", async (name, parameters, expected) => {
  const ours = await onHost(await runtime.run(`tf:${name}`, image, parameters));
  const theirs = tensorflow.tidy(() => expected(tensorflow.tensor3d(image.data as Float32Array, [2, 4, 6])));
  expect([ours.shape, [...ours.data]]).toEqual([theirs.shape, [...await theirs.data()]]);
  theirs.dispose();
});

test("a second array is a tensor too", async () => {
  const kernel = NdArray.from([[0, 0, 0], [0, 2, 0], [0, 0, 0]], "float32");
  expect((await onHost(await runtime.run("tf:conv2d", image, { kernel }))).toNested()).toEqual(image.multiply(2).toNested());
});

test("in a pattern, tensors stay where they are, and nothing is left", async () => {
  const before = tensorflow.memory().numTensors;
  const { value, record } = await runtime.call(["tf:relu", ["tf:maxPool", { window: 2 }], ["tfjs:multiply", { value: 2 }]], image);
  expect(record.calls.map(({ moves }) => moves.map(({ path }) => path.join(" → ")))).toEqual([["ndarray → tfjs"], [], []]);
  expect((value as unknown as tensorflow.Tensor).shape).toEqual([2, 2, 3]);
  runtime.dispose(value);
  expect(tensorflow.memory().numTensors).toBe(before);
});

test("other dtypes are refused, with what it takes", async () => {
  await expect(runtime.run("tf:relu", NdArray.zeros([2, 2], "uint8"))).rejects.toThrow(/"image" must be of dtype float32|float32/);
});
