import { cpu } from "@openhcs/backend-cpu";
import { cuda } from "@openhcs/backend-cuda";
import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, isNdArray, NdArray, type Backend, type Interchange, type Runtime } from "@openhcs/core";
import { invert } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi, type TestContext } from "vitest";
import { buildStub, missing } from "../repository/cuda-addon/stub-driver.js";
import { withoutCompiler } from "../../packages/backend-cuda/test/nvrtc.js";

async function open(context: TestContext, backends: readonly Backend[]): Promise<Runtime> {
  const runtime = await createRuntime({ backends, functions: [invert] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  const [absent] = runtime.unavailable;
  if (absent !== undefined && process.env["OPENHCS_REQUIRE_NATIVE"] === "1") throw new Error(`${absent.backend} is required here: ${absent.reason}`);
  if (absent !== undefined) context.skip(`${absent.backend}: ${absent.reason}`);
  return runtime;
}

const direct = (runtime: Runtime) => runtime.transfers.filter(({ transfer }) => transfer.form === "dlpack").map(({ from, to }) => `${from} ${to}`).sort();

test("host arrays and a device that works in the host's memory have a way by pointers, on which nothing is copied", async (context) => {
  const runtime = await open(context, [cpu(), { ...opencl({ device: 0, cacheFolder: false }), transfers: [] }]);
  const [{ devices: [facts] = [] } = {}] = runtime.available.filter(({ backend }) => backend === "opencl");
  if (facts?.["sharesHostMemory"] !== true) context.skip(`${facts?.name} has memory of its own`);
  expect(direct(runtime)).toEqual(["ndarray opencl", "opencl ndarray"]);
  const image = NdArray.zeros([300, 300], "float32");
  (image.data as Float32Array).fill(2);
  const there = await runtime.to(image, "opencl");
  expect(runtime.route(runtime.spec(there), "ndarray").hops).toMatchObject([{ backends: ["opencl", "cpu"], transfer: { form: "dlpack", copies: "onRequest" } }]);
  const inverted = await runtime.run("invert", there, {}, { on: "opencl" });
  const back = await runtime.to(inverted, "ndarray") as NdArray;
  expect([isNdArray(back), back.shape, runtime.memory().find(({ memoryType }) => memoryType === "ndarray")?.bytes ?? 0]).toEqual([true, [300, 300], 0]);
  const reference = await runtime.run("invert", image, {}, { on: "reference" }) as NdArray;
  expect(Buffer.compare(new Uint8Array(back.data.buffer, back.data.byteOffset, back.bytes), new Uint8Array(reference.data.buffer, reference.data.byteOffset, reference.bytes))).toBe(0);
  const handles = image.storage.handles;
  runtime.dispose(there);
  await vi.waitFor(() => expect(image.storage.handles).toBeLessThan(handles));
});

test("the ways that a device has of its own are preferred to those by pointers", async (context) => {
  const runtime = await open(context, [cpu(), opencl({ device: 0, cacheFolder: false })]);
  for (const bytes of [1, 2 ** 30]) {
    expect(runtime.route({ memoryType: "ndarray", device: 0, dtype: "uint8", shape: [bytes], bytes }, "opencl").hops[0]?.transfer.form).toBeUndefined();
  }
});

const unusable = missing || withoutCompiler;
describe.skipIf(unusable)(`arrays of CUDA on a driver without a device ${unusable || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());

  test("have a way by pointers to whoever works on the same GPU, and to nobody else", async (context) => {
    const uuid = "GPU-00112233-4455-6677-8899-aabbccddee01";
    const taken: Interchange[] = [];
    const other: Backend = {
      name: "other", contract: ">=1.0.0", probe: () => true, open: () => null,
      memoryTypes: [{
        name: "other", is: (value): value is symbol => typeof value === "symbol", retain: (value) => value, dispose: () => {},
        spec: () => ({ memoryType: "other", device: 0, dtype: "uint8", shape: [3], bytes: 3 }),
        imports: [{ form: "dlpack", cost: { latencyUs: 1, gbPerSec: 100 }, copies: false, location: () => `cuda:${uuid}`, import: (given) => { taken.push(given); return Symbol("theirs"); } }],
      }],
    };
    const runtime = await open(context, [cpu(), cuda({ library: stub.library, cacheFolder: false }), other]);
    expect(direct(runtime)).toEqual(["cuda:1 other"]);
    const there = await runtime.to(NdArray.from([1, 2, 3], "uint8"), "cuda", { device: 1 });
    await runtime.to(there, "other");
    expect(taken).toMatchObject([{ form: "dlpack", spec: { memoryType: "cuda", device: 1 } }]);
    taken[0]?.release?.();
  });
});
