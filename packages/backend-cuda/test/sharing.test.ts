import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createRuntime, NdArray, type Interchange } from "@openhcs/core";
import { cuda, type CudaOptions } from "@openhcs/backend-cuda";
import { loadCuda } from "@openhcs/native/cuda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildStub, missing, type Note } from "../../../tests/repository/cuda-addon/stub-driver.js";
import { buildTensorPackage } from "../../backend-opencl/test/tensor-package.js";
import { withoutCompiler } from "./nvrtc.js";

const unusable = missing || withoutCompiler;

describe.skipIf(unusable)(`arrays of CUDA between devices, packages and processes, on a driver without a device ${unusable || ""}`, () => {
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
  const start = (options: CudaOptions = {}) => createRuntime({ backends: [cuda({ library: stub.library, cacheFolder: false, ...options })] });
  const notes = () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Note) : []);
  let before: number;
  beforeEach(() => { before = notes().length; });
  afterEach(() => {
    delete process.env["STUB_CUDA_PEERS"];
    const misuses = notes().flatMap(({ misuse }) => misuse ?? []);
    if (misuses.length > 0) throw new Error(`the driver was misused: ${misuses.join("; ")}`);
  });
  const since = (...calls: readonly string[]) => notes().slice(before).flatMap(({ call = "" }) => (calls.includes(call) ? [call] : []));
  const image = NdArray.from([[1, 2, 3], [4, 5, 6]], "uint16");

  it.each([["1", ["write", "link", "peer", "read"]], ["0", ["write", "read", "write", "read"]]] as const)("go to another device directly where the two are linked, else through the host: %s", async (peers, calls) => {
    process.env["STUB_CUDA_PEERS"] = peers;
    await using runtime = await start();
    const first = await runtime.to(image, "cuda", { device: 0 });
    const second = await runtime.to(first, "cuda", { device: 1 });
    expect(runtime.spec(second)).toMatchObject({ device: 1, dtype: "uint16", shape: [2, 3] });
    runtime.dispose(first);
    expect((await runtime.to(second, "ndarray")).toNested()).toEqual(image.toNested());
    expect(since("write", "link", "peer", "read")).toEqual(calls);
    expect(runtime.memory()).toContainEqual(expect.objectContaining({ memoryType: "cuda", device: 0, bytes: 0 }));
  });

  it("are handed over as tensors of their device, and taken in as they lie", async () => {
    const built = buildTensorPackage();
    await using runtime = await start();
    const there = await runtime.to(image, "cuda", { device: 1 });
    const loan = await runtime.export(there, "dlpack");
    runtime.dispose(there);
    expect(built.load().kind(loan.handle)).toBe(2);
    await expect(runtime.import(loan, "cuda", { device: 0 })).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: expect.stringContaining("elsewhere than on device 0") });
    const again = await runtime.import(loan, "cuda", { device: 1 });
    expect((await runtime.to(again, "ndarray")).toNested()).toEqual(image.toNested());
    expect(since("allocate")).toHaveLength(1);
    runtime.dispose(again);
    await vi.waitFor(() => expect(runtime.memory()).toContainEqual(expect.objectContaining({ memoryType: "cuda", device: 1, bytes: 0 })));
    built.remove();
  });

  it("are refused where a kernel in them would take the device down: beyond their allocation, and where no element begins", async () => {
    await using runtime = await start();
    using loan = await runtime.export(await runtime.to(image, "cuda", { device: 0 }), "dlpack");
    const found = loadCuda();
    if (found.addon === undefined) throw new Error(found.reason);
    const { interchange } = found.addon;
    const told = interchange.describe(loan.handle);
    for (const [shape, at, reason] of [[[1000], told.address, "ends beyond the allocation"], [[2], told.address + 1n, "elements of uint16 lie at multiples of 2 bytes"]] as const) {
      const handle = interchange.lend({ ...told, shape }, at, () => {});
      await expect(runtime.import({ ...loan, handle }, "cuda", { device: 0 })).rejects.toThrow(reason);
      expect(interchange.reclaim(handle)).toBe(true);
    }
    expect(runtime.spec(await runtime.import(loan, "cuda", { device: 0 }))).toMatchObject({ shape: [2, 3] });
  });

  it("take in tensors of the host by uploading them", async () => {
    const built = buildTensorPackage();
    const other = built.load();
    await using runtime = await start();
    const deleted = other.deleted();
    const taken = await runtime.import({ form: "dlpack", handle: other.make(0), spec: runtime.spec(image) }, "cuda");
    expect((await runtime.to(taken, "ndarray")).toNested()).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect(other.deleted()).toBe(deleted + 1);
    built.remove();
  });

  const elsewhere = async (body: string, given: Interchange): Promise<unknown> => {
    const script = `
      import { createRuntime } from "@openhcs/core";
      import { cuda } from "@openhcs/backend-cuda";
      const runtime = await createRuntime({ backends: [cuda({ library: ${JSON.stringify(stub.library)}, cacheFolder: false })] });
      const given = JSON.parse(process.argv[1]);
      ${body}
      await runtime[Symbol.asyncDispose]();`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, JSON.stringify(given)], { cwd: fileURLToPath(new URL(".", import.meta.url)) });
    return JSON.parse(stdout);
  };

  it.each(["cuda-ipc", "shared-memory"])("go to another process by %s, and the memory goes with the release", async (form) => {
    await using runtime = await start();
    const there = await runtime.to(image, "cuda");
    const loan = await runtime.export(there, form);
    const answer = await elsewhere(`
      const taken = await runtime.import(given, "cuda");
      const counted = runtime.memory().find(({ memoryType }) => memoryType === "cuda")?.bytes ?? 0;
      const host = await runtime.to(taken, "ndarray");
      runtime.dispose(taken);
      console.log(JSON.stringify({ sum: host.sum(), counted }));`, loan);
    expect(answer).toEqual({ sum: 21, counted: form === "cuda-ipc" ? 0 : 12 });
    loan.release();
    loan.release();
    expect((await runtime.to(there, "ndarray")).toNested()).toEqual(image.toNested());
    if (form === "cuda-ipc") await vi.waitFor(() => expect(since("open", "close", "free")).toEqual(["open", "close", "free"]));
  });

  it("are refused by the process that made a handle, by another GPU, and where the handle is not one", async () => {
    await using runtime = await start();
    using loan = await runtime.export(await runtime.to(image, "cuda"), "cuda-ipc");
    const handle = loan.handle as Record<string, unknown>;
    for (const [changed, reason] of [
      [{}, "the process that made it"], [{ process: "1@1", device: "GPU-1" }, "the memory lies on GPU-1"], [{ memory: 5 }, "the handle must have"],
      [{ process: "1@1", bytes: 11 }, "has 12 bytes, and the handle tells of 11"], [{ process: "1@1", memory: "AAAA" }, "has 64 bytes, not 3"],
    ] as const) {
      await expect(runtime.import({ ...loan, handle: { ...handle, ...changed } }, "cuda")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", form: "cuda-ipc", reason: expect.stringContaining(reason) });
    }
  });

  it("take what they are copied to for other processes off the limit of memory, until the release", async () => {
    await using runtime = await start({ memoryLimit: 1000 });
    const there = await runtime.to(NdArray.zeros([500], "uint8"), "cuda");
    const loan = await runtime.export(there, "cuda-ipc").catch((reason: unknown) => reason);
    expect(loan).toMatchObject({ code: "OUT_OF_MEMORY", requestedBytes: 500 });
    const small = await runtime.to(NdArray.zeros([200], "uint8"), "cuda");
    for (let turn = 0; turn < 5; turn++) (await runtime.export(small, "cuda-ipc")).release();
    expect(since("free")).toHaveLength(5);
  });

  it("that cannot be shared leave nothing allocated", async () => {
    await using runtime = await start();
    const there = await runtime.to(image, "cuda");
    process.env["STUB_CUDA_FAIL"] = "cuIpcGetMemHandle:1:801";
    await using other = await start();
    const lent = await other.to(image, "cuda");
    delete process.env["STUB_CUDA_FAIL"];
    await expect(other.export(lent, "cuda-ipc")).rejects.toMatchObject({ code: "DEVICE_FAILED", fault: "UNSUPPORTED" });
    expect(since("free")).toEqual(["free"]);
    runtime.dispose(there);
  });
});
