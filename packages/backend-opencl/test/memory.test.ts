import { createRuntime, NdArray, isOpenHcsError, type Runtime } from "@openhcs/core";
import { opencl, type OpenClOptions } from "@openhcs/backend-opencl";
import { maxProjection } from "@openhcs/functions";
import { expect, onTestFinished, test, type TestContext } from "vitest";
import { openSession } from "./open-device.js";

async function openRuntime(context: TestContext, options: OpenClOptions = {}): Promise<Runtime> {
  await openSession(context);
  const runtime = await createRuntime({ backends: [opencl(options)], functions: [maxProjection] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return runtime;
}

const held = (runtime: Runtime) => runtime.memory().find(({ memoryType }) => memoryType === "opencl");

function ramp(shape: readonly number[]): NdArray {
  const array = NdArray.zeros(shape, "float32");
  for (let i = 0; i < array.size; i++) (array.data as Float32Array)[i] = i;
  return array;
}

test("what was on the device comes back as memory of the device, and goes there again, without a copy", async (context) => {
  const runtime = await openRuntime(context);
  const there = await runtime.to(ramp([256, 256]), "opencl", { copy: true });
  const here = await runtime.to(there, "ndarray");
  const again = await runtime.to(here, "opencl");
  const back = await runtime.to(again, "ndarray");
  expect((back as NdArray).data.buffer).toBe((here as NdArray).data.buffer);
  expect(held(runtime)?.arrays).toBe(1);
});

test("a copy that is asked for shares nothing", async (context) => {
  const runtime = await openRuntime(context);
  const image = ramp([64, 64]);
  const there = await runtime.to(image, "opencl", { copy: true });
  const here = (await runtime.to(there, "ndarray", { copy: true })) as NdArray;
  expect(here.data.buffer).not.toBe(image.data.buffer);
  (here.data as Float32Array).fill(-1);
  expect(((await runtime.to(there, "ndarray")) as NdArray).data[5]).toBe(5);
});

test("memory that was given back is used again, and trimmed away when memory runs out", async (context) => {
  const runtime = await openRuntime(context, { memoryLimit: 3 * 2 ** 20 });
  for (let round = 0; round < 20; round++) runtime.dispose(await runtime.to(ramp([512, 512]), "opencl", { copy: true }));
  expect(held(runtime)).toMatchObject({ bytes: 0, pooledBytes: 2 ** 20 });
  const other = await runtime.to(ramp([700, 1000]), "opencl", { copy: true });
  expect(held(runtime)).toMatchObject({ bytes: 2_800_000, pooledBytes: 0 });
  runtime.dispose(other);
});

test("an array that does not fit is a typed error, and later calls work", async (context) => {
  const runtime = await openRuntime(context, { memoryLimit: 2 ** 20 });
  const error = await runtime.to(ramp([1024, 1024]), "opencl", { copy: true }).catch((reason: unknown) => reason);
  expect(isOpenHcsError(error, "OUT_OF_MEMORY") && error.requestedBytes).toBe(4 * 2 ** 20);
  const there = await runtime.to(ramp([4, 8, 8]), "opencl", { copy: true });
  const most = await runtime.run("maxProjection", there, {}, { on: "opencl" });
  expect(((await runtime.to(most, "ndarray")) as NdArray).data[0]).toBe(3 * 64);
});

test("a call whose result does not fit is a typed error, or made by the host where that is allowed, and its record says so", async (context) => {
  const runtime = await openRuntime(context, { memoryLimit: 2 ** 17 });
  const image = ramp([4, 256, 256]);
  const error = await runtime.run("maxProjection", image, {}, { on: "opencl" }).catch((reason: unknown) => reason);
  expect(isOpenHcsError(error, "OUT_OF_MEMORY") && error.requestedBytes).toBe(4 * 256 * 256);
  const { record, value } = await runtime.call("maxProjection", image, {}, { on: "opencl", onOutOfMemory: "host" });
  expect(record).toMatchObject({ kernel: "reference:maxProjection", fallback: expect.stringContaining("opencl is out of memory") as string });
  expect((value as NdArray).data[0]).toBe(3 * 65536);
  expect(held(runtime)?.bytes ?? 0).toBe(0);
});

test("a buffer that is kept out is freed when it is given back, not pooled", async (context) => {
  const session = await openSession(context);
  const device = session.device(0);
  const made = device.array("float32", [1024]);
  device.pool.keepOut(made.buffer);
  made.dispose();
  expect(device.pool.pooledBytes).toBe(0);
});
