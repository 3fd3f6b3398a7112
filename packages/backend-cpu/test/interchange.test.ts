import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createRuntime, NdArray, type Dtype, type Interchange, type Runtime } from "@openhcs/core";
import { cpu } from "@openhcs/backend-cpu";
import { load } from "@openhcs/native";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { buildTensorPackage, withoutCompiler, type TensorPackage } from "../../backend-opencl/test/tensor-package.js";

const found = load();
const isRequired = process.env["OPENHCS_REQUIRE_NATIVE"] === "1";
const unusable = isRequired ? false : "reason" in found ? `needs the addon: ${found.reason}` : withoutCompiler;
const here = fileURLToPath(new URL(".", import.meta.url));

async function openRuntime(): Promise<Runtime> {
  const runtime = await createRuntime({ backends: [cpu()] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return runtime;
}

const given = (handle: unknown): Interchange => ({ form: "dlpack", handle, spec: { memoryType: "other", device: 0, dtype: "float32", shape: [2, 3], bytes: 24 } });

describe.skipIf(unusable)(`host arrays ${unusable || ""}`, () => {
  let built: ReturnType<typeof buildTensorPackage>;
  let other: TensorPackage;
  beforeAll(() => {
    built = buildTensorPackage();
    other = built.load();
  });
  afterAll(() => built.remove());

  test.for(["sum", "sumElsewhere"] as const)("are handed to a native package without a copy, and kept until its deleter was called (%s)", async (method) => {
    const runtime = await openRuntime();
    const image = NdArray.from([[1, 2, 3], [4, 5, 6]], "float32");
    const storage = image.storage;
    const loan = await runtime.export(image, "dlpack");
    image.set([1, 2], 10);
    image.dispose();
    expect([other.kind(loan.handle), storage.handles]).toEqual([1, 1]);
    expect(other[method](loan.handle)).toBe(25);
    await vi.waitFor(() => expect(storage.handles).toBe(0));
    loan.release();
    await expect(runtime.import(loan, "ndarray")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED" });
  });

  test("that are views are handed over packed", async () => {
    const runtime = await openRuntime();
    const columns = NdArray.from([[1, 2, 3], [4, 5, 6]], "float32").transpose().slice([0, 2]);
    const loan = await runtime.export(columns, "dlpack");
    expect(loan.spec).toMatchObject({ shape: [2, 2], bytes: 16 });
    expect((await runtime.import(loan, "ndarray")).toNested()).toEqual([[1, 4], [2, 5]]);
  });

  test.for<Dtype>(["bool", "uint8", "int16", "uint64", "float16", "float64"])("come back as they were: %s", async (dtype) => {
    const runtime = await openRuntime();
    for (const shape of [[], [0, 3], [2, 3], [300, 400]]) {
      const image = NdArray.zeros(shape, dtype);
      if (image.size > 0) image.set(shape.map((extent) => extent - 1), dtype === "uint64" ? 1n : 1);
      for (const form of ["dlpack", "shared-memory"]) {
        const again = await runtime.import(await runtime.export(image, form), "ndarray");
        expect([again.dtype, again.shape]).toEqual([dtype, shape]);
        expect(Buffer.compare(new Uint8Array(again.data.buffer, again.data.byteOffset, again.bytes), new Uint8Array(image.data.buffer, 0, image.bytes))).toBe(0);
      }
    }
  });

  test("of a native package are small copies, which end the loan at once, or views that are no memory of the runtime", async () => {
    const runtime = await openRuntime();
    const deleted = other.deleted();
    expect((await runtime.import(given(other.make(0)), "ndarray")).toNested()).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect((await runtime.import(given(other.make(6)), "ndarray", { copy: true })).sum()).toBe(90_000);
    expect(other.deleted()).toBe(deleted + 2);
    const counted = runtime.memory().find(({ memoryType }) => memoryType === "ndarray")?.bytes;
    const view = await runtime.import(given(other.make(6)), "ndarray");
    expect(view.sum()).toBe(90_000);
    expect(runtime.memory().find(({ memoryType }) => memoryType === "ndarray")?.bytes).toBe(counted);
    view.dispose();
    expect(other.deleted()).toBe(deleted + 2);
  });

  test("that are views of lent memory give it back once nothing of them is left, and not sooner", () => {
    const script = `
      import { createRequire } from "node:module";
      import { createRuntime } from "@openhcs/core";
      import { cpu } from "@openhcs/backend-cpu";
      const other = createRequire(import.meta.url)(${JSON.stringify(built.path)});
      const runtime = await createRuntime({ backends: [cpu()] });
      let released = 0;
      const take = async () => {
        const view = await runtime.import({ form: "dlpack", handle: other.make(6), spec: {}, release: () => { released++; } }, "ndarray");
        const { data } = view;
        view.dispose();
        return data;
      };
      const collect = async (isDone) => { for (let turn = 0; turn < 100 && !isDone(); turn++) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); } };
      let data = await take();
      await collect(() => other.deleted() > 0);
      const early = [other.deleted(), released, data[5]];
      data = undefined;
      await collect(() => other.deleted() > 0 && released > 0);
      console.log(JSON.stringify([...early, other.deleted(), released]));
      await runtime[Symbol.asyncDispose]();`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { cwd: here, encoding: "utf8" });
    expect([stdout.trim(), stderr]).toEqual(["[0,0,1,1,1]", ""]);
  });

  test("may be deleted after the thread that lent them has ended", () => {
    const worker = `
      const { parentPort, workerData } = require("node:worker_threads");
      const other = require(workerData.path), { interchange } = require(workerData.addon);
      other.keep(interchange.lend({ kind: 1, index: 0, code: 2, bits: 32, shape: [3] }, new Float32Array(3), () => {}));
      parentPort.postMessage("kept");`;
    const script = `
      const { Worker } = require("node:worker_threads");
      const workerData = { path: ${JSON.stringify(built.path)}, addon: ${JSON.stringify(fileURLToPath(new URL("../../../native/build/Release/openhcs.node", import.meta.url)))} };
      const other = require(workerData.path);
      const turn = async () => {
        const worker = new Worker(${JSON.stringify(worker)}, { eval: true, workerData });
        const ended = new Promise((resolve) => worker.once("exit", resolve));
        await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
        await worker.terminate();
        await ended;
        other.drop();
      };
      (async () => { for (let at = 0; at < 5; at++) await turn(); console.log("ended"); })();`;
    const { stdout, stderr, status, signal } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    expect([stdout.trim(), stderr, status, signal]).toEqual(["ended", "", 0, null]);
  });

  test("on a device, strided, or of other types are refused with the reason", async () => {
    const runtime = await openRuntime();
    for (const [trait, reason] of [[1, "packed in C order"], [2, "no dtype"], [3, "host arrays are of kind 1"], [7, "no array has the shape [-2, -3]"], [8, "no array has the shape"], [9, "no memory"], [10, "no shape"]] as const) {
      await expect(runtime.import(given(other.make(trait)), "ndarray")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: expect.stringContaining(reason) });
    }
    await expect(runtime.import(given({}), "ndarray")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: "the handle is no DLPack tensor" });
  });

  test("go to another process and back by shared memory", async () => {
    const runtime = await openRuntime();
    const image = NdArray.zeros([500, 400], "int32");
    (image.data as Int32Array).fill(2);
    const loan = await runtime.export(image.transpose(), "shared-memory");
    const body = `
      import { createRuntime } from "@openhcs/core";
      import { cpu } from "@openhcs/backend-cpu";
      const runtime = await createRuntime({ backends: [cpu()] });
      const taken = await runtime.import(JSON.parse(process.argv[1]), "ndarray");
      console.log(JSON.stringify([taken.shape, taken.sum()]));
      await runtime[Symbol.asyncDispose]();`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", body, JSON.stringify(loan)], { cwd: here });
    expect(JSON.parse(stdout)).toEqual([[400, 500], 400_000]);
    const path = `/dev/shm${(loan.handle as { name: string }).name}`;
    if (existsSync("/dev/shm")) expect(existsSync(path)).toBe(true);
    loan.release();
    expect(existsSync(path)).toBe(false);
    await expect(runtime.import(loan, "ndarray")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: expect.stringContaining("its loan was released") });
  });
});
