import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gpujs } from "@openhcs/backend-gpujs";
import { createRuntime, NdArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { expect, test } from "vitest";

test("the device says in which mode gpu.js runs, the best that there is", async () => {
  await using runtime = await createRuntime({ backends: [gpujs()], functions });
  expect(runtime.available).toEqual([{ backend: "gpujs", version: expect.any(String), devices: [{ name: "gpu.js in mode webasm", mode: "webasm", modes: "webasm, cpu" }] }]);
});

test("a mode that is chosen runs, and one that is not here is told with its reason and remedy", async () => {
  await using runtime = await createRuntime({ backends: [gpujs({ mode: "cpu" })], functions });
  expect(runtime.available[0]?.devices[0]?.["mode"]).toBe("cpu");
  await using without = await createRuntime({ backends: [gpujs({ mode: "webgl2" })], functions });
  expect(without.unavailable).toEqual([{ backend: "gpujs", reason: "gpu.js has no mode webgl2 here", remedy: "It needs a browser. Here are webasm, cpu; without a mode the best of them is taken." }]);
});

test("mode webgpu runs where the process has a navigator.gpu, and leaves nothing that keeps it", async ({ skip }) => {
  const { unavailable, device, results, lost } = await measured<{ unavailable: unknown[]; device?: object; results: number[][]; lost?: string }>(`
    import { create, globals } from "webgpu";
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]) }, configurable: true });
    const { requestDevice } = GPUAdapter.prototype;
    const devices = [];
    GPUAdapter.prototype.requestDevice = async function (...wanted) {
      devices.push(await requestDevice.apply(this, wanted));
      return devices.at(-1);
    };
    const openhcs = await import("openhcs");
    const runtime = await openhcs.createRuntime({ backends: [gpujs({ mode: "webgpu" })] });
    const kernel = openhcs.gpujs.kernel("function same(image) { return image[this.thread.x]; }");
    const same = runtime.register(openhcs.gpujs({ name: "same" })((image) => kernel({ image })), { namespace: "openhcs" });
    const run = async (value) => {
      const sum = await runtime.run("gpujs:add", NdArray.from([1, 2, 3], "float32"), { value });
      return [...(await runtime.to(sum, "ndarray")).data];
    };
    const device = runtime.available[0]?.devices[0];
    const results = device === undefined ? [] : await Promise.all([10, 20, 30].map(run));
    const again = async () => {
      await runtime.run(same, image);
      devices.forEach((each) => each.destroy());
      await Promise.all(devices.map((each) => each.lost));
      return runtime.run(same, image).then(() => "ran", ({ code }) => code);
    };
    const lost = device === undefined ? undefined : await again();
    console.log(JSON.stringify({ unavailable: runtime.unavailable, device, results, lost }));
    await runtime[Symbol.asyncDispose]();`);
  if (device === undefined && process.env["OPENHCS_REQUIRE_NATIVE"] !== "1") skip(`no adapter: ${JSON.stringify(unavailable)}`);
  expect(lost).toBe("BACKEND_FAILED");
  expect([device, results]).toEqual([expect.objectContaining({ mode: "webgpu", modes: "webgpu, webasm, cpu" }), [[11, 12, 13], [21, 22, 23], [31, 32, 33]]]);
});

test.each<[object, RegExp]>([
  [{ mode: "gpu" }, /mode.*must be one of headlessgl, webgl2, webgl, webgpu, webasm, cpu, received "gpu"/],
  [{ device: 1 }, /device.*does not exist; nearest: mode/],
])("the options %j are refused", (options, message) => {
  expect(() => gpujs(options)).toThrow(message);
});

test("opened and closed 200 times, it leaves no handle, and the process ends by itself", async () => {
  const { grownBytes, handles } = await measured(`
    for (let at = 0; at < 20; at++) await once();
    const before = state();
    for (let at = 0; at < 200; at++) await once();
    report(before);
    async function once() {
      const runtime = await createRuntime({ backends: [gpujs()], functions });
      await runtime.run("gpujs:add", image, { value: 1 });
      await runtime[Symbol.asyncDispose]();
    }`);
  expect([handles, grownBytes < 20 * 2 ** 20]).toEqual([0, true]);
});

test.each(["cpu", "webasm"])("ten thousand calls in mode %s, of more shapes than kernels are kept for, hold nothing", async (mode) => {
  const { grownBytes, arrays } = await measured(`
    const runtime = await createRuntime({ backends: [gpujs({ mode: "${mode}" })], functions });
    for (let at = 0; at < 1000; at++) await once(at);
    const before = state();
    for (let at = 0; at < 10_000; at++) await once(at);
    report(before, runtime.memory().find(({ memoryType }) => memoryType === "gpujs").arrays);
    await runtime[Symbol.asyncDispose]();
    async function once(at) {
      // Ever new shapes for a tenth of the calls, for to compile each anew takes its time.
      const shape = at % 10 === 0 ? [at + 1] : [7, 8];
      runtime.dispose(await runtime.run("gpujs:add", NdArray.zeros(shape, "float32"), { value: 1 }));
    }`);
  expect([arrays, grownBytes < 20 * 2 ** 20]).toEqual([0, true]);
});

test("arrays are copies in both directions", async () => {
  await using runtime = await createRuntime({ backends: [gpujs()], functions });
  const image = NdArray.from([1, 2], "float32");
  const there = await runtime.to(image, "gpujs");
  const back = await runtime.to(there, "ndarray");
  expect([back.data === image.data, there.buffer === back.data, there.buffer === image.data]).toEqual([false, false, false]);
});

interface Measured {
  readonly grownBytes: number;
  readonly handles: number;
  readonly arrays?: number;
}

/** What a program of its own leaves behind; it ends by itself, or not at all. */
async function measured<Found = Measured>(program: string): Promise<Found> {
  const text = `
    import { gpujs } from "@openhcs/backend-gpujs";
    import { createRuntime, NdArray } from "@openhcs/core";
    import { functions } from "@openhcs/functions";
    const image = NdArray.zeros([64, 64], "float32");
    function state() { gc(); return { bytes: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length }; }
    function report(before, arrays) {
      const now = state();
      console.log(JSON.stringify({ grownBytes: now.bytes - before.bytes, handles: now.handles - before.handles, arrays }));
    }
    ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "-e", text], { cwd: import.meta.dirname, timeout: 240_000 });
  return JSON.parse(stdout) as Found;
}
