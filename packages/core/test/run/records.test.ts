import { createRuntime, defineFunction, ndarray, recordOf, type CallRecord, type NdArray } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { Heap } from "../backend/heap.js";
import { ascending, library } from "./sample-functions.js";

const image = ascending([2, 3, 4], "uint8");

test("run gives the main value, call also all outputs and the record", async () => {
  const parts = defineFunction({
    name: "parts", documentation: "Two outputs.", inputs: { image: { type: "array" } }, parameters: {},
    outputs: { total: { type: "number" }, image: { type: "array", result: "image" } }, main: "image",
    reference: ({ image: array }) => ({ total: array.sum(), image: array.add(1) }),
  });
  await using runtime = await createRuntime({ functions: [parts] });
  const sum = 276;
  expect((await runtime.run("parts", image) as NdArray).get(0, 0, 1)).toBe(2);
  const { value, outputs, record } = await runtime.call("parts", image);
  expect(value).toBe(outputs["image"]);
  expect(outputs["total"]).toBe(sum);
  expect(record.status).toBe("ok");
});

test("a record says what the call did", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({
    backends: [heap.backend({ kernels: [heap.kernel("scale", ({ image: array }, { factor }) => (array as NdArray).multiply(factor as number).cast("uint8"))] })], functions: library,
  });
  const before = Date.now();
  const { value, record } = await runtime.call("toy:scale", image, { factor: 2 }, { scaling: "saturate", timeoutMs: 1000, onProgress: () => {} });
  expect(record).toEqual({
    id: expect.stringMatching(/^c\d+$/), key: "toy:scale", status: "ok", kernel: "toy:scale", memoryType: "toy", device: 0,
    startedAt: expect.any(Number), durationUs: expect.any(Number), predictedUs: expect.any(Number),
    parameters: { factor: 2 }, options: { scaling: "saturate", timeoutMs: 1000 },
    inputs: { image: { id: expect.stringMatching(/^a\d+$/), dtype: "uint8", shape: [2, 3, 4], memoryType: "ndarray", device: 0, bytes: 24 } },
    outputs: { image: { id: expect.stringMatching(/^a\d+$/), dtype: "uint8", shape: [2, 3, 4], memoryType: "toy", device: 0, bytes: 24 } },
    moves: [{ name: "image", path: ["ndarray", "toy"], bytes: 24, durationUs: expect.any(Number) }],
    attempts: 1, calls: [],
  });
  expect(record.startedAt).toBeGreaterThanOrEqual(before);
  expect(record.durationUs).toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  const next = await runtime.call("scale", value);
  expect(next.record.inputs["image"]?.id).toBe(record.outputs["image"]?.id);
  expect(next.record.id).not.toBe(record.id);
});

test("the key of a record is the one that was called", async () => {
  await using runtime = await createRuntime({ functions: library });
  const { record } = await runtime.call("reference:scale", image);
  expect([record.key, record.kernel]).toEqual(["reference:scale", "reference:scale"]);
});

test("a record names the version of a function that has one", async () => {
  await using runtime = await createRuntime();
  const definition = defineFunction({ name: "one", documentation: "One.", inputs: {}, parameters: {}, outputs: { value: { type: "number" } }, reference: () => 1 });
  runtime.functions.register("openhcs:one", { key: "openhcs:one", namespace: "openhcs", definition, trusted: true, version: "3fa9c0" });
  expect((await runtime.call("openhcs:one@3fa9")).record).toMatchObject({ key: "openhcs:one@3fa9", version: "3fa9c0", kernel: "openhcs:one" });
  await expect(runtime.run("openhcs:one@77")).rejects.toMatchObject({ code: "FUNCTION_CHANGED", message: "openhcs:one@77 changed; resolve it again: its key without a version, or customFunctions.get(name), is the function as it is now (pinned 77, registered 3fa9c0)." });
});

test("a failed call leaves a record: on its error and in the event", async () => {
  await using runtime = await createRuntime({ functions: library });
  const told: CallRecord[] = [];
  runtime.events.on("call", (record) => { told.push(record); });
  const error: unknown = await runtime.run("scale", image, { factor: -1 }).catch((failure: unknown) => failure);
  const record = recordOf(error);
  expect(record).toMatchObject({
    key: "scale", status: "failed", outputs: {}, attempts: 0,
    error: { code: "INVALID_ARGUMENT", message: 'scale: "factor" must be a number in [0, ∞), received -1.' },
  });
  expect(told).toEqual([record]);
  expect(recordOf(new Error("other"))).toBeUndefined();
  expect(recordOf("not an error")).toBeUndefined();
});

test("the record of a call that fails in its body tells kernel, inputs, parameters and duration", async () => {
  const explode = ndarray({ parameters: { power: { type: "number", default: 9 } } })(function explode(_image: NdArray, power: number) { throw new Error(`boom ${power}`); });
  await using runtime = await createRuntime();
  const key = runtime.register(explode, { namespace: "openhcs" });
  const error: unknown = await runtime.run(key, image).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "FUNCTION_FAILED", functionKey: "openhcs:explode", message: "openhcs:explode failed: boom 9", cause: expect.objectContaining({ message: "boom 9" }) });
  expect(recordOf(error)).toMatchObject({
    status: "failed", kernel: "openhcs:explode", parameters: { power: 9 }, inputs: { image: { shape: [2, 3, 4] } }, attempts: 1,
    error: { code: "FUNCTION_FAILED", message: "openhcs:explode failed: boom 9" },
  });
});

test("the record of a call is that of the outermost call that the error ended", async () => {
  await using runtime = await createRuntime({ functions: library });
  const outer = defineFunction({
    name: "outer", documentation: "Calls another.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }, _, { run }) => await run("scale", array, { factor: -1 }) as NdArray,
  });
  runtime.register(outer, {});
  const error: unknown = await runtime.run("outer", image).catch((failure: unknown) => failure);
  expect(recordOf(error)).toMatchObject({ key: "outer", status: "failed", calls: [{ key: "scale", status: "failed" }] });
});

test("every call is told in one event after it ended, and a throwing listener harms nobody", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await using runtime = await createRuntime({ functions: library });
  const told: string[] = [];
  runtime.events.on("call", () => { throw new Error("bad listener"); });
  runtime.events.on("call", ({ key, status }) => { told.push(`${key} ${status}`); });
  await runtime.run("scale", image);
  await runtime.run("scale").catch(() => {});
  expect(told).toEqual(["scale ok", "scale failed"]);
  expect(warn).toHaveBeenCalledTimes(2);
  warn.mockRestore();
});

test("progress goes to the call's own listener and to the event, with the call's identity", async () => {
  const slow = defineFunction({
    name: "slow", documentation: "Says how far it is.", inputs: {}, parameters: {}, outputs: { value: { type: "number" } },
    reference: (_, __, { progress }) => { progress(0.5, "half"); progress(1); return 1; },
  });
  await using runtime = await createRuntime({ functions: [slow] });
  const [own, told] = [vi.fn<(progress: unknown) => void>(), vi.fn<(progress: unknown) => void>()];
  runtime.events.on("progress", told);
  const { record } = await runtime.call("slow", undefined, undefined, { onProgress: own });
  expect(own.mock.calls.flat()).toEqual([{ fraction: 0.5, message: "half" }, { fraction: 1 }]);
  expect(told.mock.calls.flat()).toEqual([{ call: record.id, key: "slow", fraction: 0.5, message: "half" }, { call: record.id, key: "slow", fraction: 1 }]);
});

test("a record stands once it is handed out, also where its body goes on after the time limit", async () => {
  let [passed, ended] = [() => {}, () => {}];
  const limit = new Promise<void>((resolve) => { passed = resolve; });
  const end = new Promise<void>((resolve) => { ended = resolve; });
  const stubborn = defineFunction({
    name: "stubborn", documentation: "Goes on.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { value: { type: "number" } },
    reference: async ({ image: array }, _, { run }) => {
      await run("scale", array);
      await limit;
      await run("scale", array).catch(() => {});
      ended();
      return 1;
    },
  });
  await using runtime = await createRuntime({ functions: [...library, stubborn] });
  const error: unknown = await runtime.run("stubborn", image, {}, { timeoutMs: 400 }).catch((failure: unknown) => failure);
  const record = recordOf(error) as CallRecord;
  passed();
  await end;
  expect(record.calls.map(({ status }) => status)).toEqual(["ok"]);
  expect([record, record.calls, record.moves, record.inputs, record.outputs, record.calls[0]].every(Object.isFrozen)).toBe(true);
});
