import { tfjs } from "@openhcs/backend-tfjs";
import { gpuDevice, webgpu } from "@openhcs/backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { createRuntime, NdArray, type OpenHcsRuntime } from "openhcs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const verdict = await webgpu().probe();
const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);
const missing = typeof verdict === "object" && "reason" in verdict && !isRequired ? verdict.reason : undefined;

describe.skipIf(missing !== undefined)(`tfjs and webgpu on one device${missing === undefined ? "" : ` (${missing})`}`, () => {
  const image = new NdArray({ data: Float32Array.from({ length: 12 }, (_, at) => at - 3.5), shape: [3, 4] });
  let runtime: OpenHcsRuntime;
  beforeAll(async () => {
    const gpu = gpuDevice();
    runtime = await createRuntime({ backends: [webgpu({ gpu }), tfjs({ gpu })] });
  });
  afterAll(() => runtime?.[Symbol.asyncDispose]());

  it("computes on WebGPU, because a device is given", () => {
    expect(runtime.unavailable).toEqual([]);
    expect(runtime.available.find(({ backend }) => backend === "tfjs")?.devices).toEqual([{ name: "TensorFlow.js on webgpu", engine: "webgpu" }]);
  });

  it("hands buffers over without the host, both ways", async () => {
    const there = await runtime.to(image, "webgpu");
    const { value, record } = await runtime.call("tfjs:multiply", there, { value: 2 });
    expect(record.moves.map(({ path }) => path)).toEqual([["webgpu", "tfjs"]]);
    const { value: back, record: second } = await runtime.call("webgpu:add", value as NdArray, { value: 1 });
    expect(second.moves.map(({ path }) => path)).toEqual([["tfjs", "webgpu"]]);
    expect((await runtime.to(back as NdArray, "ndarray")).toNested()).toEqual(image.multiply(2).add(1).toNested());
    for (const array of [there, value, back]) runtime.dispose(array);
  });

  it("keeps a buffer that is lent while the tensor lives, whoever disposes of the array", async () => {
    const there = await runtime.to(image, "webgpu");
    const tensor = await runtime.to(there, "tfjs");
    runtime.dispose(there);
    // Would be given the same buffer, if it were free.
    const other = await runtime.to(image.multiply(0), "webgpu");
    expect((await runtime.to(tensor, "ndarray")).toNested()).toEqual(image.toNested());
    runtime.dispose(tensor);
    runtime.dispose(other);
  });

  it("carries whole numbers of 32 bits, and masks through the host where that is allowed", async () => {
    const integers = await runtime.to(NdArray.from([7, -(2 ** 31)], "int32"), "webgpu");
    expect([...await (await runtime.to(integers, "tfjs")).data()]).toEqual([7, -(2 ** 31)]);
    const mask = await runtime.to(image.greater(0), "webgpu");
    await expect(runtime.to(mask, "tfjs")).rejects.toMatchObject({ code: "HOST_ROUNDTRIP_REFUSED" });
    expect((await runtime.to(mask, "tfjs", { allowHostRoundtrip: true })).dtype).toBe("bool");
  });

  it("holds nothing after many hand-overs", async () => {
    const there = await runtime.to(image, "webgpu");
    const before = [tf.memory().numTensors, runtime.memory().map(({ arrays }) => arrays)];
    for (let round = 0; round < 200; round++) {
      const tensor = await runtime.run("tfjs:square", there);
      const back = await runtime.to(tensor as NdArray, "webgpu");
      runtime.dispose(tensor);
      runtime.dispose(back);
    }
    expect([tf.memory().numTensors, runtime.memory().map(({ arrays }) => arrays)]).toEqual(before);
    runtime.dispose(there);
  });
});
