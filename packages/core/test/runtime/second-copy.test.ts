import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as core from "@openhcs/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ascending, library } from "../run/sample-functions.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const dist = dirname(fileURLToPath(import.meta.resolve("@openhcs/core")));
let folder: string;
let other: typeof core;

beforeAll(async () => {
  mkdirSync(join(repository, ".results"), { recursive: true });
  folder = mkdtempSync(join(repository, ".results", "second-core-"));
  cpSync(dist, join(folder, "dist"), { recursive: true });
  cpSync(join(dist, "..", "package.json"), join(folder, "package.json"));
  symlinkSync(join(dist, "..", "node_modules"), join(folder, "node_modules"));
  other = await import(pathToFileURL(join(folder, "dist", "index.js")).href) as typeof core;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = ascending([1, 2, 2]);

/** A backend made with the other copy of core only. */
function foreign(live: Map<number, core.NdArray> = new Map()) {
  const memory = other.deviceMemory<number>({ name: "foreign" });
  const cost = { latencyUs: 1, gbPerSec: 10 };
  const store = (array: core.NdArray) => {
    const buffer = live.size + 1;
    live.set(buffer, array.copy());
    return memory.wrap(buffer, { dtype: array.dtype, shape: array.shape }, (freed) => { live.delete(freed); });
  };
  const load = (array: core.DeviceArray<number>) => other.NdArray.from((live.get(array.buffer) as core.NdArray).toNested(), array.dtype);
  return other.defineBackend(() => ({
    name: "foreign", memoryTypes: [memory], probe: () => true as const, open: () => ({}),
    transfers: [{ from: "ndarray", to: "foreign", cost, copies: true, run: store }, { from: "foreign", to: "ndarray", cost, copies: true, run: load }],
    kernels: [{
      function: "scale", memoryType: "foreign", cost,
      run: ({ image: array }: { readonly image: core.DeviceArray<number> }, { factor }: Readonly<Record<string, unknown>>) => {
        if (factor === 13) throw new other.OutOfMemoryError("foreign", { requestedBytes: 13 });
        if (factor === 14) throw new other.InvalidArrayError("not in this copy.");
        return store(load(array).multiply(factor as number).cast(array.dtype));
      },
    }],
  }));
}

test("it is another copy", () => {
  expect(other.NdArray).not.toBe(core.NdArray);
  expect(other.createRuntime).not.toBe(core.createRuntime);
});

test("a backend of another copy of core works in this runtime, and its arrays are freed", async () => {
  const live = new Map<number, core.NdArray>();
  await using runtime = await core.createRuntime({ backends: [foreign(live)()], functions: library });
  const result = await runtime.run("foreign:scale", image, { factor: 3 });
  expect(runtime.spec(result)).toMatchObject({ memoryType: "foreign", dtype: "float32", shape: [1, 2, 2] });
  const host = await runtime.to(result, "ndarray");
  expect([host instanceof core.NdArray, host instanceof other.NdArray, core.isNdArray(host)]).toEqual([false, true, true]);
  expect((await runtime.run("reference:shift", host) as core.NdArray).toNested()).toEqual([[[1, 4], [7, 10]]]);
  for (const array of [result, host]) runtime.dispose(array);
  expect([live.size, runtime.memory().map(({ memoryType, arrays }) => [memoryType, arrays])]).toEqual([0, [["foreign", 0], ["ndarray", 1]]]);
});

test("a backend's factory of another copy is found in a module", async () => {
  const factory = foreign();
  const finder: core.PackageFinder = { load: () => Promise.resolve({ factory }), installed: () => Promise.resolve([]) };
  await using runtime = await core.createRuntime({ backends: ["some-backend"], services: [other.provide(other.BACKEND_FINDER, finder)] });
  expect([...runtime.backends.names()]).toEqual(["foreign"]);
});

test("arrays of another copy are arrays: in calls, patterns and arithmetic with ours", async () => {
  await using runtime = await core.createRuntime({ functions: library });
  const theirs = other.NdArray.from([[[1, 2], [3, 4]]], "float32");
  expect((await runtime.run("scale", theirs) as core.NdArray).toNested()).toEqual([[[2, 4], [6, 8]]]);
  expect((await runtime.run("blend", image, { other: theirs }) as core.NdArray).toNested()).toEqual([[[0.5, 1.5], [2.5, 3.5]]]);
  expect((await runtime.run("blend", theirs, { other: image }) as core.NdArray).toNested()).toEqual([[[0.5, 1.5], [2.5, 3.5]]]);
  expect((await runtime.run(["average", "above"], theirs) as core.NdArray).toNested()).toEqual([[[0, 0], [1, 1]]]);
  expect((await runtime.run("average", theirs, {}, { sliceBySlice: true }))).toEqual([2.5]);
});

test("functions of another copy are functions: registered, live and in patterns", async () => {
  await using runtime = await core.createRuntime();
  const theirs = other.defineFunction({
    name: "theirs", documentation: "Of another copy.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, reference: ({ image: array }) => array.add(1),
  });
  const custom = other.ndarray(function custom(array: core.NdArray) { return array.multiply(2); });
  runtime.register(theirs as never, {});
  const key = runtime.register(custom, { namespace: "openhcs" });
  expect((await runtime.run(["theirs", key, theirs as never], image) as core.NdArray).toNested()).toEqual([[[3, 5], [7, 9]]]);
});

test("errors of another copy keep their codes, and running out of memory there is tried again", async () => {
  await using runtime = await core.createRuntime({ backends: [foreign()()], functions: library });
  const exhausted: unknown = await runtime.run("foreign:scale", image, { factor: 13 }).catch((failure: unknown) => failure);
  expect(core.isOpenHcsError(exhausted, "OUT_OF_MEMORY") && [exhausted.requestedBytes, core.recordOf(exhausted)?.attempts]).toEqual([13, 3]);
  await expect(runtime.run("foreign:scale", image, { factor: 14 })).rejects.toSatisfy((error) => core.isOpenHcsError(error, "INVALID_ARRAY"));
});

test("a backend of a copy with another contract is refused with both ranges", async () => {
  const backend = { ...foreign()(), contract: "^2.0.0" };
  await expect(core.createRuntime({ backends: [backend] })).rejects.toMatchObject({ code: "INCOMPATIBLE_BACKEND", wanted: "^2.0.0", offered: core.contractVersion });
});
