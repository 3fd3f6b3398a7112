import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { tfjs } from "@openhcs/backend-tfjs";
import { createRuntime } from "@openhcs/core";
import { expect, test } from "vitest";

test("the device says which engine computes, and why better ones do not", async () => {
  await using runtime = await createRuntime({ backends: [tfjs()] });
  expect(runtime.available[0]?.devices).toEqual([{
    name: "TensorFlow.js on wasm", engine: "wasm", passedOver: "node-gpu not installed; node not installed; webgpu there is no device given, and no navigator.gpu with an adapter",
  }]);
});

test("an engine that is asked for and not there is told with reason and remedy", async () => {
  await using runtime = await createRuntime({ backends: [tfjs({ engine: "node" })] });
  expect(runtime.unavailable).toEqual([{ backend: "tfjs", reason: "TensorFlow.js has no engine here: node not installed", remedy: "Choose another engine, or none to have the best." }]);
});

test("a device that is given and cannot be used is let go of, and no other engine takes its place", async () => {
  const counts = { acquired: 0, released: 0 };
  const gpu = { id: "no device", acquire: () => Promise.resolve({ queue: {}, features: undefined }).finally(() => { counts.acquired++; }), release: () => { counts.released++; } };
  await using runtime = await createRuntime({ backends: [tfjs({ gpu })] });
  expect(runtime.unavailable).toMatchObject([{ backend: "tfjs", reason: expect.stringMatching(/^TensorFlow.js has no engine here: webgpu cannot be initialised: /), remedy: "Give no device, to have the best of the other engines." }]);
  expect(counts).toEqual({ acquired: 1, released: 1 });
});

test.each<[object, RegExp]>([
  [{ engine: "webgl" }, /engine.*must be one of node-gpu, node, webgpu, wasm, cpu, received "webgl"/],
  [{ gpu: { id: "g", acquire: () => {}, release: () => {} }, engine: "cpu" }, /engine.*must be webgpu beside a device that is given, received "cpu"/],
  [{ gpu: 1 }, /gpu.*must be a device to share/],
  [{ wasmPaths: 3 }, /wasmPaths.*must be the address of a folder, received 3/],
  [{ engin: "cpu" }, /engin.*does not exist; nearest: engine/],
])("the options %j are refused", (options, message) => {
  expect(() => tfjs(options as never)).toThrow(message);
});

test("opened and closed 200 times, with calls, it leaves no handle, and the process ends by itself", async () => {
  expect(await measured(`
    for (let at = 0; at < 20; at++) await once();
    const before = state();
    for (let at = 0; at < 200; at++) await once();
    report(before);
    async function once() {
      const runtime = await createRuntime({ backends: [tfjs()], functions });
      runtime.dispose(await runtime.run("tfjs:add", image, { value: 1 }));
      await runtime[Symbol.asyncDispose]();
    }`)).toEqual({ grown: false, handles: 0, tensors: 0 });
});

test.each(["wasm", "cpu"])("ten thousand calls on the engine %s hold nothing, nor do tensors that nobody disposed of", async (engine) => {
  expect(await measured(`
    const runtime = await createRuntime({ backends: [tfjs({ engine: "${engine}" })], functions });
    for (let at = 0; at < 1000; at++) await once(at);
    const before = state();
    for (let at = 0; at < 10_000; at++) await once(at);
    for (let at = 0; at < 20 && tf.memory().numTensors > before.tensors; at++) { gc(); await new Promise(setImmediate); }
    report(before);
    await runtime[Symbol.asyncDispose]();
    async function once(at) {
      const result = await runtime.run("tfjs:add", image, { value: at });
      if (at % 10 > 0) runtime.dispose(result);
    }`)).toEqual({ grown: false, handles: 0, tensors: 0 });
});

test("an optional package that ends the process which loads it is passed over, with the reason", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tfjs-"));
  try {
    const peer = join(folder, "node_modules/@tensorflow/tfjs-node");
    mkdirSync(peer, { recursive: true });
    writeFileSync(join(peer, "package.json"), JSON.stringify({ name: "@tensorflow/tfjs-node", version: "4.22.0", main: "index.js" }));
    writeFileSync(join(peer, "index.js"), "process.abort();");
    const program = `
      import { tfjs } from "@openhcs/backend-tfjs";
      console.log(JSON.stringify(await tfjs().probe()));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname, env: { ...process.env, NODE_PATH: join(folder, "node_modules") } });
    expect(JSON.parse(stdout)).toMatchObject({ devices: [{ engine: "wasm", passedOver: expect.stringContaining("node ends the process that loads it (SIGABRT)") }] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What a program of its own leaves behind; it ends by itself, or not at all. */
async function measured(program: string): Promise<unknown> {
  const text = `
    import { tfjs } from "@openhcs/backend-tfjs";
    import { createRuntime, NdArray } from "@openhcs/core";
    import { functions } from "@openhcs/functions";
    import * as tf from "@tensorflow/tfjs-core";
    const image = NdArray.zeros([64, 64], "float32");
    function state() { gc(); return { bytes: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length, tensors: tf.memory().numTensors }; }
    function report(before) {
      const now = state();
      console.log(JSON.stringify({ grown: now.bytes - before.bytes > 20 * 2 ** 20, handles: Math.max(0, now.handles - before.handles), tensors: Math.max(0, now.tensors - before.tensors) }));
    }
    ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "-e", text], { cwd: import.meta.dirname, timeout: 240_000 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) as string);
}
