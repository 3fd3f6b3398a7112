import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gpuDevice, webgpu, type WebGpuArray } from "@openhcs/backend-webgpu";
import { NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { missing, openRuntime } from "./open-runtime.js";

const image = () => NdArray.from([[0, 1], [2, 3]], "float32");

test.for([
  [{ powerPreference: "fast" }, /powerPreference.*must be low-power or high-performance/],
  [{ memoryLimit: -1 }, /memoryLimit.*whole number of bytes/],
  [{ memorylimit: 1 }, /memorylimit.*nearest: memoryLimit/],
  [{ gpu: {} }, /gpu.*must be a device of gpuDevice/],
] as const)("options %j are refused by name", ([options, reason]) => {
  expect(() => webgpu(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringMatching(reason) as string }));
});

test("an array beyond the limit is out of memory, and later calls work", async (context) => {
  const runtime = await openRuntime(context, { memoryLimit: 2 ** 20 });
  await expect(runtime.to(NdArray.zeros([2 ** 19], "float32"), "webgpu")).rejects.toMatchObject({ code: "OUT_OF_MEMORY", memoryType: "webgpu" });
  expect((await runtime.to(await runtime.to(image(), "webgpu"), "ndarray") as NdArray).toNested()).toEqual([[0, 1], [2, 3]]);
});

test("memory that the device does not give is out of memory too", async (context) => {
  const runtime = await openRuntime(context, { gpu: gpuDevice({ limits: { maxBufferSize: 2 ** 28 } }), memoryLimit: 2 ** 30 });
  await expect(runtime.to(NdArray.zeros([2 ** 28 + 1], "uint8"), "webgpu")).rejects.toMatchObject({ code: "OUT_OF_MEMORY", message: expect.stringContaining("a buffer has 268435456 bytes at most") as string });
});

test("a lost device is told, its arrays are gone, and the next call has a new one", async (context) => {
  const gpu = gpuDevice();
  const runtime = await openRuntime(context, { gpu });
  const there = await runtime.to(image(), "webgpu");
  const device = await gpu.acquire();
  device.destroy();
  await device.lost;
  gpu.release();
  await expect(runtime.to(there, "ndarray")).rejects.toMatchObject({ code: "DEVICE_FAILED", fault: "DEVICE_LOST" });
  const sum = await runtime.run("webgpu:add", image(), { value: 1 });
  expect((await runtime.to(sum, "ndarray") as NdArray).toNested()).toEqual([[1, 2], [3, 4]]);
});

test("a shared device is one for all, destroyed with its last user, and opened again", async (context) => {
  const gpu = gpuDevice();
  const [first, second] = [await openRuntime(context, { gpu }), await openRuntime(context, { gpu })];
  const [one, two] = [await first.to(image(), "webgpu") as WebGpuArray, await second.to(image(), "webgpu") as WebGpuArray];
  const device = one.buffer.device.gpu;
  expect(two.buffer.device.gpu).toBe(device);
  await first[Symbol.asyncDispose]();
  expect((await second.to(two, "ndarray") as NdArray).toNested()).toEqual([[0, 1], [2, 3]]);
  await second[Symbol.asyncDispose]();
  expect((await device.lost).reason).toBe("destroyed");
  const again = await gpu.acquire();
  expect(again).not.toBe(device);
  gpu.release();
});

test("what others on the device hand over is used where it lies, and handed back when it is let go", async (context) => {
  const gpu = gpuDevice();
  const runtime = await openRuntime(context, { gpu });
  const device = await gpu.acquire();
  const buffer = device.createBuffer({ size: 16, usage: 0x80 | 0x8 | 0x4 });
  device.queue.writeBuffer(buffer, 0, Float32Array.of(1, 2, 3, 4));
  let isReleased = false;
  const handle = { device, buffer, dtype: "float32", shape: [2, 2], byteLength: 16 } as const;
  const interchange = { form: "gpu-buffer", spec: { dtype: "float32", shape: [2, 2], memoryType: "webgpu", device: 0, bytes: 16 }, handle, release: () => { isReleased = true; } } as const;
  const taken = await runtime.import(interchange, "webgpu") as WebGpuArray;
  expect(taken.buffer.gpu).toBe(buffer);
  expect((await runtime.to(await runtime.run("webgpu:multiply", taken, { value: 2 }), "ndarray") as NdArray).toNested()).toEqual([[2, 4], [6, 8]]);
  expect(isReleased).toBe(false);
  taken.dispose();
  expect(isReleased).toBe(true);
  gpu.release();
});

test("two hundred runtimes come and go, and the process ends by itself without having grown", async (context) => {
  if (missing !== undefined) context.skip(missing);
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "-e", `
    import { webgpu } from "@openhcs/backend-webgpu";
    import { createRuntime, NdArray } from "@openhcs/core";
    const sizes = [];
    for (let i = 1; i <= 200; i++) {
      const runtime = await createRuntime({ backends: [webgpu()] });
      await runtime.to(NdArray.zeros([64, 64], "float32"), "webgpu");
      await runtime[Symbol.asyncDispose]();
      if (i === 50 || i === 200) { gc(); sizes.push(process.memoryUsage().rss); }
    }
    console.log(JSON.stringify(sizes));`], { cwd: import.meta.dirname, timeout: 100_000 });
  const [early, late] = JSON.parse(stdout) as readonly [number, number];
  expect(late - early).toBeLessThan(60e6);
}, 120_000);

test("ten thousand calls leave nothing behind", async (context) => {
  const runtime = await openRuntime(context);
  const there = await runtime.to(image(), "webgpu");
  const call = async () => (await runtime.run("webgpu:add", there, { value: 1 }) as WebGpuArray).dispose();
  for (let i = 0; i < 1000; i++) await call();
  const [pooled, early] = [runtime.memory(), process.memoryUsage().rss];
  for (let i = 0; i < 9000; i++) await call();
  expect(runtime.memory()).toEqual(pooled);
  expect(process.memoryUsage().rss - early).toBeLessThan(100e6);
}, 120_000);
