import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createRuntime, memory, NdArray, type AnyArray, type Dtype } from "@openhcs/core";
import { cuda, type CudaOptions } from "@openhcs/backend-cuda";
import { functions } from "@openhcs/functions";
import { createRuntime as createOpenHcsRuntime } from "openhcs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildStub, missing, type Note } from "../../../tests/repository/cuda-addon/stub-driver.js";
import { withoutCompiler } from "./nvrtc.js";

const unusable = missing || withoutCompiler;

describe.skipIf(unusable)(`the CUDA backend on a driver without a device ${unusable || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  let log: string;
  beforeAll(() => {
    stub = buildStub();
    log = join(stub.folder, "log");
    process.env["STUB_CUDA_LOG"] = log;
  });
  afterAll(() => {
    delete process.env["STUB_CUDA_LOG"];
    stub.remove();
  });
  const start = (options: CudaOptions = {}) => createRuntime({ backends: [cuda({ library: stub.library, cacheFolder: false, ...options })], functions });
  const notes = () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Note) : []);
  let before: number;
  beforeEach(() => { before = notes().length; });
  afterEach(() => {
    const misuses = notes().flatMap(({ misuse }) => misuse ?? []);
    if (misuses.length > 0) throw new Error(`the driver was misused: ${misuses.join("; ")}`);
  });
  const since = (...calls: readonly string[]) => notes().slice(before).filter(({ call = "" }) => calls.includes(call));

  it("asks for the devices in a process of its own", async () => {
    await using runtime = await start();
    expect(runtime.available).toMatchObject([{ backend: "cuda", devices: [{ name: "Stub A", architecture: "sm_90" }, { name: "Stub B" }] }]);
    expect(since("retain")).toEqual([]);
  });

  it.each([[1, 1], ["stub b", 1], ["GPU-00112233-4455-6677-8899-AABBCCDDEE01", 1], [0, 0]])("opens the device that is asked for: %j", async (device, index) => {
    await using runtime = await start({ device });
    expect(runtime.available).toMatchObject([{ devices: [{ name: `Stub ${"AB"[index]}` }] }]);
    const array = await runtime.to(NdArray.zeros([2], "uint8"), "cuda");
    runtime.dispose(array);
    expect(since("retain")).toMatchObject([{ device: index }]);
  });

  it("is unavailable where no device is the one that is asked for", async () => {
    await using runtime = await start({ device: "H100" });
    expect(runtime.unavailable).toEqual([{ backend: "cuda", reason: 'cuda has no device "H100"; there are 0: Stub A, 1: Stub B.', remedy: "Leave the choice out to use all devices." }]);
  });

  it("is unavailable where its compiler is not there", async () => {
    await using runtime = await start({ compiler: "/nowhere/libnvrtc.so.12" });
    expect(runtime.unavailable).toEqual([{ backend: "cuda", reason: expect.stringMatching(/^cuda: no run-time compiler \(NVRTC\).*libnvrtc\.so\.12: cannot open/), remedy: expect.stringContaining("NVRTC") }]);
  });

  it.each<Dtype>(["bool", "uint8", "int16", "float16", "float32", "float64"])("takes arrays of %s there and back", async (dtype) => {
    await using runtime = await start();
    const image = NdArray.from([[0, 1, 1], [1, 0, 0]], dtype);
    const there = await runtime.to(image, "cuda");
    expect(runtime.spec(there)).toMatchObject({ memoryType: "cuda", dtype, shape: [2, 3], device: 0 });
    const back = await runtime.to(there, "ndarray", { copy: true });
    expect((back as NdArray).toNested()).toEqual(image.toNested());
    runtime.dispose(there);
    expect(since("write", "read")).toMatchObject([{ call: "write" }, { call: "read" }]);
  });

  it("launches a kernel that NVRTC compiled, on a stack that lies there", async () => {
    await using runtime = await start();
    const stack = await runtime.to(NdArray.zeros([3, 20, 30], "uint16"), "cuda");
    const { value, record } = await runtime.call("max_projection", stack, {}, { on: "cuda" });
    expect(record).toMatchObject({ kernel: "cuda:maxProjection", memoryType: "cuda", moves: [] });
    expect(runtime.spec(value)).toMatchObject({ memoryType: "cuda", dtype: "uint16", shape: [1, 20, 30] });
    expect(since("launch")).toMatchObject([{ kernel: "max_projection", groups: [3, 1, 1], group: [256, 1, 1] }]);
    runtime.dispose(value);
    runtime.dispose(stack);
  });

  it.each([
    ["the dialect", "KERNEL tiles_mssi(GLOBAL float *out, LOCAL_ARRAY(float, tile), LOCAL_ARRAY(u8, marks), int n) { out[0] = tile[0] + marks[0]; }", { tile: 100, marks: 7, n: 3 }, { values: [0, 400, 3], local: 416 }],
    ["CUDA C++", 'extern "C" __global__ void shared_mi(float* out, int n) { extern __shared__ float tile[]; out[0] = tile[0]; }', { tile: 100, n: 3 }, { values: [3], local: 400 }],
  ])("launches kernels in %s with the local memory that they are to have", async (_, source, args, launched) => {
    await using runtime = await createOpenHcsRuntime({ backends: [cuda({ library: stub.library, cacheFolder: false })] });
    const onDevice = memory("cuda");
    const kernel = onDevice.kernel(source);
    const tiled = onDevice(async function tiled(image: AnyArray) {
      return await kernel({ out: image, ...args }) as AnyArray;
    });
    const image = NdArray.from([1, 2], "float32");
    const result = await runtime.run(tiled, image);
    expect((await runtime.to(result, "ndarray") as NdArray).toNested()).toEqual([1, 2]);
    expect(since("launch")).toMatchObject([launched]);
    expect(since("launch")[0]).not.toMatchObject({ memories: [since("write")[0]?.["memory"]] });
    runtime.dispose(result);
  });

  it("tells who waits that a kernel took the device down, and works again once the backend is added anew", async () => {
    await using runtime = await createOpenHcsRuntime({ backends: [cuda({ library: stub.library, cacheFolder: false })] });
    const onDevice = memory("cuda");
    const fault = onDevice.kernel('extern "C" __global__ void fault(float* out) {}');
    const faulty = onDevice(async function faulty(_image: AnyArray) {
      return await fault({}, { output: { out: { shape: [2] } } }) as AnyArray;
    });
    const isLost = { code: "DEVICE_FAILED", fault: "DEVICE_LOST", status: "CUDA_ERROR_ILLEGAL_ADDRESS" };
    const result = await runtime.run(faulty, NdArray.zeros([2], "float32"));
    await expect(runtime.to(result, "ndarray")).rejects.toMatchObject(isLost);
    await expect(runtime.to(NdArray.zeros([3], "uint8"), "cuda")).rejects.toMatchObject(isLost);
    runtime.dispose(result);
    await runtime.removeBackend("cuda");
    await runtime.addBackend(cuda({ library: stub.library, cacheFolder: false }));
    const there = await runtime.to(NdArray.from([4, 5], "uint8"), "cuda");
    expect((await runtime.to(there, "ndarray") as NdArray).toNested()).toEqual([4, 5]);
    runtime.dispose(there);
  });

  it("frees everything when the runtime ends", async () => {
    {
      await using runtime = await start();
      runtime.dispose(await runtime.to(NdArray.zeros([100, 100], "float32"), "cuda"));
    }
    const calls = since("retain", "allocate", "free", "freeAsync", "release").map(({ call }) => call);
    expect(calls).toEqual(["retain", "allocate", expect.stringMatching(/^free/), "release"]);
    rmSync(log);
  });
});
