import assert from "node:assert/strict";
import { tfjs } from "@openhcs/backend-tfjs";
import { createRuntime, NdArray, type Dtype, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";

const image = NdArray.from([[1, 2], [3, 4]], "float32");

describe.each(["wasm", "cpu"] as const)("on the engine %s", (engine) => {
  let runtime: Runtime;
  let before: tf.MemoryInfo;
  beforeEach(async () => {
    runtime = await createRuntime({ backends: [tfjs({ engine })], functions });
    before = { ...tf.memory() };
  });
  afterEach(async () => {
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    assert.deepEqual({ numTensors, numDataBuffers, numBytes }, { numTensors: before.numTensors, numDataBuffers: before.numDataBuffers, numBytes: before.numBytes });
    assert.deepEqual(runtime.memory().filter(({ memoryType, arrays }) => memoryType === "tfjs" && arrays > 0), []);
    await runtime[Symbol.asyncDispose]();
  });

  /** Arrays that TensorFlow.js holds since the test began; the runtime counts as many. */
  function held(): { readonly arrays: number } {
    const arrays = tf.memory().numDataBuffers - before.numDataBuffers;
    assert.equal(runtime.memory().find(({ memoryType }) => memoryType === "tfjs")?.arrays ?? 0, arrays);
    return { arrays };
  }

  it("a pattern of kernels frees what is made on the way", async () => {
    const smooth = await runtime.run([["gaussian", { sigma: [0, 1, 1] }], ["multiply", { value: 2 }], "sqrt"], NdArray.full([2, 8, 8], 3, "float32"), {}, { on: "tfjs" });
    expect(held()).toEqual({ arrays: 1 });
    runtime.dispose(smooth);
    expect(held()).toEqual({ arrays: 0 });
  });

  it("handles on the same elements are tensors, and copy nothing", async () => {
    const there = await runtime.to(image, "tfjs");
    const [second, flat] = [runtime.memoryTypes.get("tfjs").retain(there) as tf.Tensor, runtime.memoryTypes.get("tfjs").reshape?.(there, [4]) as tf.Tensor];
    expect([second.dataId === there.dataId, flat.dataId === there.dataId, flat.shape, held()]).toEqual([true, true, [4], { arrays: 1 }]);
    there.dispose();
    second.dispose();
    expect([...await flat.data(), held().arrays]).toEqual([1, 2, 3, 4, 1]);
    flat.dispose();
    expect(held()).toEqual({ arrays: 0 });
  });

  it("a tensor of the host's own is taken as it is, and stays the host's", async () => {
    const own = tf.tidy(() => tf.tensor2d([[5, 6]]));
    const sum = await runtime.run("add", own, { value: 1 }, { on: "tfjs" }) as unknown as tf.Tensor;
    expect([(await runtime.to(sum, "ndarray")).toNested(), own.isDisposed]).toEqual([[[6, 7]], false]);
    sum.dispose();
    own.dispose();
  });

  it.each<[Dtype, string]>([["uint8", "uint8"], ["uint16", "uint16"], ["float64", "float64"], ["int64", "int64"]])("%s is refused, never widened", async (dtype) => {
    await expect(runtime.to(NdArray.zeros([2, 2], dtype), "tfjs")).rejects.toThrow(new RegExp(`ndarray to tfjs does not carry ${dtype} \\(only float32, int32, bool\\)`));
  });

  it("integers of 32 bits and masks arrive and return as they are", async () => {
    const integers = NdArray.from([2 ** 31 - 1, -(2 ** 31), 16_777_217], "int32");
    const mask = image.greater(2);
    for (const array of [integers, mask]) {
      const there = await runtime.to(array, "tfjs");
      expect([there.dtype, (await runtime.to(there, "ndarray")).toNested()]).toEqual([array.dtype, array.toNested()]);
      runtime.dispose(there);
    }
  });

  it("a tensor of texts is refused by name", async () => {
    const texts = tf.tensor(["a", "b"]);
    await expect(runtime.run("abs", texts as unknown as NdArray)).rejects.toThrow(/a tensor of string is no array here/);
    texts.dispose();
  });
});

test("two runtimes compute on an engine each, and whoever chose one for the process keeps it", async () => {
  await tf.setBackend("cpu");
  await using first = await createRuntime({ backends: [tfjs({ engine: "wasm" })], functions });
  await using second = await createRuntime({ backends: [tfjs({ engine: "cpu" })], functions });
  const engineOf = (tensor: tf.Tensor) => (tf.engine().state as unknown as { tensorInfo: WeakMap<object, { backend: object }> }).tensorInfo.get(tensor.dataId)?.backend.constructor.name;
  const results = await Promise.all([first, second].map(async (runtime) => await runtime.run("tfjs:add", image, { value: 1 }) as unknown as tf.Tensor));
  expect([results.map(engineOf), tf.getBackend()]).toEqual([["BackendWasm", "MathBackendCPU"], "cpu"]);
  results.forEach((tensor) => tensor.dispose());
});
