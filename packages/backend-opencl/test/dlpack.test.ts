import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createRuntime, NdArray, type Dtype, type Interchange, type Runtime } from "@openhcs/core";
import { opencl } from "@openhcs/backend-opencl";
import { invert, maxProjection } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi, type TestContext } from "vitest";
import { openSession } from "./open-device.js";
import { buildTensorPackage, withoutCompiler, type TensorPackage } from "./tensor-package.js";

async function openRuntime(context: TestContext): Promise<Runtime> {
  await openSession(context);
  const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false })], functions: [maxProjection, invert] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return runtime;
}

const bytesHeld = (runtime: Runtime) => runtime.memory().find(({ memoryType }) => memoryType === "opencl")?.bytes ?? 0;
const given = (handle: unknown): Interchange => ({ form: "dlpack", handle, spec: { memoryType: "other", device: 0, dtype: "float32", shape: [2, 3], bytes: 24 } });

describe.skipIf(withoutCompiler)(`arrays of OpenCL as tensors of DLPack ${withoutCompiler || ""}`, () => {
  let other: TensorPackage;
  let built: ReturnType<typeof buildTensorPackage>;
  beforeAll(() => {
    built = buildTensorPackage();
    other = built.load();
  });
  afterAll(() => built.remove());

  test.for([["dlpack", "sum", 1], ["dlpack", "sumElsewhere", 1], ["opencl-mem", "sum", 4], ["opencl-mem", "sumElsewhere", 4]] as const)(
    "as %s are read by another package (%s), which ends the loan by the deleter", async ([form, method, kind], context) => {
      const runtime = await openRuntime(context);
      const image = await runtime.to(NdArray.from([[1, 2, 3], [4, 5, 6.5]], "float32"), "opencl", { copy: true });
      const loan = await runtime.export(image, form);
      expect(loan).toMatchObject({ form, spec: { memoryType: "opencl", dtype: "float32", shape: [2, 3] } });
      runtime.dispose(image);
      expect(bytesHeld(runtime)).toBe(24);
      expect(other.kind(loan.handle)).toBe(kind);
      expect(other[method](loan.handle)).toBe(21.5);
      await vi.waitFor(() => expect(bytesHeld(runtime)).toBe(0));
      expect(() => other[method](loan.handle)).toThrow("taken already");
      loan.release();
      expect(bytesHeld(runtime)).toBe(0);
    });

  test("hold what kernels were asked to write: the export waits for them", async (context) => {
    const runtime = await openRuntime(context);
    const host = NdArray.zeros([64, 512, 512], "float32");
    (host.data as Float32Array).fill(1, 63 * 512 * 512);
    const stack = await runtime.to(host, "opencl");
    for (let turn = 0; turn < 3; turn++) {
      const most = await runtime.run("maxProjection", stack, {}, { on: "opencl" });
      expect(other.sum((await runtime.export(most, "dlpack")).handle)).toBe(512 * 512);
    }
  });

  test("that nobody takes end with release, which may be repeated", async (context) => {
    const runtime = await openRuntime(context);
    const image = await runtime.to(NdArray.zeros([16], "float32"), "opencl", { copy: true });
    const loan = await runtime.export(image, "dlpack");
    runtime.dispose(image);
    expect(bytesHeld(runtime)).toBe(64);
    loan.release();
    loan.release();
    expect(bytesHeld(runtime)).toBe(0);
    expect(() => other.sum(loan.handle)).toThrow("taken already");
  });

  test("that are forgotten end when they are collected, and keep no process from ending", async (context) => {
    await openSession(context);
    const script = `
      import { createRuntime, NdArray } from "@openhcs/core";
      import { opencl } from "@openhcs/backend-opencl";
      const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false })] });
      const image = await runtime.to(NdArray.zeros([1000], "float32"), "opencl", { copy: true });
      await runtime.export(image, "dlpack");
      runtime.dispose(image);
      const held = () => runtime.memory()[0].bytes, before = held();
      for (let turn = 0; turn < 200 && held() > 0; turn++) { gc(); await new Promise((resolve) => setTimeout(resolve, 10)); }
      const kept = await runtime.export(await runtime.to(NdArray.zeros([10], "float32"), "opencl"), "dlpack");
      globalThis.kept = kept;
      console.log(before, held());`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8", cwd: fileURLToPath(new URL(".", import.meta.url)) });
    expect([stdout.trim(), stderr, status]).toEqual(["4000 0", "", 0]);
  });

  test.for<Dtype>(["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"])("come back as they are: %s", async (dtype, context) => {
    const runtime = await openRuntime(context);
    const image = NdArray.from([[0, 1, 1], [1, 0, 1]], dtype);
    for (const form of ["dlpack", "opencl-mem"]) {
      const there = await runtime.to(image, "opencl", { copy: true });
      const again = await runtime.import(await runtime.export(there, form), "opencl");
      runtime.dispose(there);
      expect(runtime.spec(again)).toMatchObject({ dtype, shape: [2, 3], memoryType: "opencl" });
      expect((await runtime.to(again, "ndarray")).toNested()).toEqual(image.toNested());
      expect(bytesHeld(runtime)).toBe(image.bytes);
      runtime.dispose(again);
      await vi.waitFor(() => expect(bytesHeld(runtime)).toBe(0));
    }
  });

  test("without elements go and come, too", async (context) => {
    const runtime = await openRuntime(context);
    const there = await runtime.to(NdArray.zeros([0, 3], "float32"), "opencl");
    expect(other.sum((await runtime.export(there, "dlpack")).handle)).toBe(0);
    expect(runtime.spec(await runtime.import(given(other.make(5)), "opencl"))).toMatchObject({ shape: [0, 3] });
  });

  test("of another package are used as they lie, are no memory of the runtime, and are deleted after their last use", async (context) => {
    const runtime = await openRuntime(context);
    const before = other.deleted();
    const handle = other.make(0);
    const taken = await runtime.import(given(handle), "opencl");
    expect(bytesHeld(runtime)).toBe(0);
    const inverted = await runtime.run("invert", taken, {}, { on: "opencl" });
    const back = await runtime.to(taken, "ndarray", { copy: true });
    expect(back.toNested()).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect(other.deleted()).toBe(before);
    runtime.dispose(taken);
    expect((await runtime.to(inverted, "ndarray") as NdArray).size).toBe(6);
    await vi.waitFor(() => expect(other.deleted()).toBe(before + 1));
  });

  test.for([["not aligned", 4, {}], ["asked for as a copy", 0, { copy: true }]] as const)("that are %s are copied, and deleted at once", async ([, trait, options], context) => {
    const runtime = await openRuntime(context);
    const before = other.deleted();
    const taken = await runtime.import(given(other.make(trait)), "opencl", options);
    await vi.waitFor(() => expect(other.deleted()).toBe(before + 1));
    expect(bytesHeld(runtime)).toBe(24);
    expect((await runtime.to(taken, "ndarray")).toNested()).toEqual([[0, 1, 2], [3, 4, 5]]);
  });

  test.for([
    [1, "the tensor must be packed in C order, and its strides are [1, 3] for the shape [3, 2]"], [2, "no dtype is a type of code 5 with 64 bits and 1 lanes"], [3, "the tensor lies on device 5 of kind 2"],
    [7, "no array has the shape [-2, -3]"], [8, "no array has the shape [9223372036854776000, 2]"], [9, "the tensor has 6 elements, and no memory"], [10, "the tensor has no shape"],
  ] as const)("that cannot be taken in are refused with the reason, and stay as they are: %s", async ([trait, reason], context) => {
    const runtime = await openRuntime(context);
    const before = other.deleted();
    const handle = other.make(trait);
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(runtime.import(given(handle), "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", form: "dlpack", reason: expect.stringContaining(reason) });
    }
    expect(other.deleted()).toBe(before);
  });

  test("that there is no memory to copy into stay whose they were, and come in once there is", async (context) => {
    await openSession(context);
    const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false, memoryLimit: 1024 })] });
    onTestFinished(() => runtime[Symbol.asyncDispose]());
    const before = other.deleted();
    const filling = await runtime.to(NdArray.zeros([1024], "uint8"), "opencl", { copy: true });
    const handles = [other.make(4), other.make(0)];
    const release = vi.fn<() => void>();
    for (const handle of handles) await expect(runtime.import({ ...given(handle), release }, "opencl", { copy: true })).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
    expect([other.deleted() - before, release.mock.calls.length]).toEqual([0, 0]);
    runtime.dispose(filling);
    for (const handle of handles) expect((await runtime.to(await runtime.import({ ...given(handle), release }, "opencl", { copy: true }), "ndarray")).toNested()).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect([other.deleted() - before, release.mock.calls.length]).toEqual([2, 2]);
  });

  test("are taken in once; a second time is a typed error, and so is what is no tensor", async (context) => {
    const runtime = await openRuntime(context);
    const handle = other.make(0);
    await runtime.import(given(handle), "opencl");
    await expect(runtime.import(given(handle), "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: "the tensor was taken, or given back, already" });
    for (const wrong of [undefined, {}, new Uint8Array(8), 7]) {
      await expect(runtime.import(given(wrong), "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: "the handle is no DLPack tensor" });
    }
  });

  test("of another context are refused", async (context) => {
    const [one, another] = [await openRuntime(context), await openRuntime(context)];
    const there = await one.to(NdArray.zeros([4], "float32"), "opencl");
    const loan = await one.export(there, "opencl-mem");
    await expect(another.import(loan, "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: expect.stringContaining("another OpenCL context") });
    loan.release();
  });

  test("in a form that there is not are refused with those that there are", async (context) => {
    const runtime = await openRuntime(context);
    const image = NdArray.zeros([4], "float32");
    await expect(runtime.export(image, "opencl-mem")).rejects.toMatchObject({ code: "FORM_NOT_OFFERED", memoryType: "ndarray", offered: expect.arrayContaining(["host-buffer"]) });
    await expect(runtime.import({ ...given(undefined), form: "cuda-ipc" }, "opencl")).rejects.toMatchObject({ code: "FORM_NOT_OFFERED", direction: "in", offered: expect.arrayContaining(["dlpack", "opencl-mem"]) });
    using loan = await runtime.export(image, "dlpack", { memoryType: "opencl" });
    expect(other.sum(loan.handle)).toBe(0);
  });
});
