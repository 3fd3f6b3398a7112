import { AsyncLocalStorage } from "node:async_hooks";
import { createRuntime, installCallCarrier, memory, NdArray, type AmbientCall, type Backend, type RawKernel, type RawKernelParameter } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";

installCallCarrier(new AsyncLocalStorage<AmbientCall>());

const parameters: readonly RawKernelParameter[] = [
  { name: "a", role: "input", type: "number *", dtypes: ["float32"] }, { name: "sum", role: "output", type: "number *", dtypes: ["float32"] },
  { name: "by", role: "number", type: "number" }, { name: "n", role: "integer", type: "integer" },
];
const toy = memory("toy");

/** A device whose kernels add a number; `seen` is what they were launched with. */
function adding(more: Partial<RawKernel> = {}, traits: Partial<Backend> = {}) {
  const seen: unknown[] = [];
  const heap: Heap = new Heap("toy");
  const kernel: RawKernel = {
    name: "adds", parameters,
    run({ inputs, outputs, numbers, items, group }, { device, session }) {
      seen.push({ outputs, numbers, items, group, session: session !== undefined });
      const made = Object.keys(outputs).map((name) => [name, heap.store(heap.load(inputs["a"] as HeapArray).add(numbers["by"] as number), device)]);
      return Object.fromEntries(made) as Readonly<Record<string, unknown>>;
    },
    ...more,
  };
  return { seen, heap, backend: { ...heap.backend(), rawKernel: () => kernel, ...traits } };
}

test("a kernel of a body's own runs on its memory type, is recorded, and leaves nothing behind", async () => {
  const { seen, heap, backend } = adding();
  await using runtime = await createRuntime({ backends: [backend] });
  const twice = toy(async function twice(image: HeapArray) {
    const once = await toy.kernel("…")({ a: image, by: 1, n: 2 });
    return await toy.kernel("…")({ a: once, by: 10, n: 2 }, { items: [2, 1], group: 2 });
  });
  const { value, record } = await runtime.call(twice, NdArray.from([1, 2], "float32"));
  expect(heap.load(value as unknown as HeapArray).toNested()).toEqual([12, 13]);
  expect(record.calls.map(({ key, parameters: given, kernel, status }) => ({ key, given, kernel, status }))).toEqual([1, 10].map((by) => ({ key: "kernel:adds", given: { by, n: 2 }, kernel: "kernel:adds", status: "ok" })));
  expect(seen).toMatchObject([{ outputs: { sum: { dtype: "float32", shape: [2] } }, numbers: { by: 1, n: 2 }, items: [2], session: true }, { items: [2, 1], group: [2] }]);
  runtime.dispose(value);
  expect([heap.live, runtime.memory()]).toEqual([0, [{ memoryType: "toy", device: 0, arrays: 0, bytes: 0 }]]);
});

test("a body on the host gets the result on the host, and several by name", async () => {
  const both: readonly RawKernelParameter[] = [...parameters, { name: "again", role: "output", type: "number *" }];
  const { heap, backend } = adding({ parameters: both });
  await using runtime = await createRuntime({ backends: [backend] });
  const host = memory("ndarray")(async function host(image: NdArray) {
    const { sum, again } = await toy.kernel("…")<{ readonly sum: NdArray; readonly again: NdArray }>({ a: image, by: 1, n: 2 });
    return sum.add(again);
  });
  expect((await runtime.run(host, NdArray.from([1, 2], "float32")) as NdArray).toNested()).toEqual([4, 6]);
  expect(heap.live).toBe(0);
});

test.each([
  ["fails, with its backend's error", { run: () => { throw new TypeError("burnt"); } }, "FUNCTION_FAILED", "burnt"],
  ["writes nothing", { parameters: parameters.filter(({ role }) => role !== "output") }, "INVALID_ARGUMENT", "nothing that the kernel writes"],
])("a kernel that %s ends the call", async (_, more, code, message) => {
  const { heap, backend } = adding(more as Partial<RawKernel>);
  await using runtime = await createRuntime({ backends: [backend] });
  const tries = toy(function tries(image: HeapArray) { return toy.kernel("…")({ a: image, by: 1, n: 2 }); });
  await expect(runtime.run(tries, NdArray.from([1, 2], "float32"))).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  expect(heap.live).toBe(0);
});

test("a backend that is not available says why", async () => {
  const { backend } = adding({}, { probe: () => ({ reason: "no device" }) });
  await using runtime = await createRuntime({ backends: [backend] });
  const tries = memory("ndarray")(function tries() { return toy.kernel("…")({}); });
  await expect(runtime.run(tries, NdArray.zeros([2]))).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE", message: expect.stringContaining("no device") as string });
});
