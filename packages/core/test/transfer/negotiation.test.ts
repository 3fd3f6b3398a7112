import { createRuntime, NdArray, type ExportForm, type ImportForm, type Interchange } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";

const cheap = { latencyUs: 2, gbPerSec: 100 };

/** Lends a buffer of a heap in a form of ours; counts loans and their ends. */
function lender(loans: { open: number; sessions: unknown[] }, traits: Partial<ExportForm<HeapArray>> = {}): { form: ExportForm<HeapArray>; heap: () => Heap; of(heap: Heap): void } {
  let source: Heap | undefined;
  const heap = () => source as Heap;
  return {
    heap,
    of: (lent) => { source = lent; },
    form: {
      form: "crate", cost: cheap, copies: true,
      export: (array, { session }) => {
        loans.open++;
        loans.sessions.push(session);
        return { form: "crate", spec: heap().memory.spec(array), handle: heap().load(array), release: () => { loans.open--; } };
      },
      ...traits,
    },
  };
}

function borrower(loans: { sessions: unknown[] }, traits: Partial<ImportForm<HeapArray>> = {}): { form: ImportForm<HeapArray>; of(heap: Heap): void } {
  let target: Heap | undefined;
  return {
    of: (heap) => { target = heap; },
    form: {
      form: "crate", cost: cheap, copies: true,
      import: ({ handle, release }: Interchange, { session, device }) => {
        loans.sessions.push(session);
        const array = (target as Heap).store(handle as NdArray, device);
        release?.();
        return array;
      },
      ...traits,
    },
  };
}

function pair(exportTraits: Partial<ExportForm<HeapArray>> = {}, importTraits: Partial<ImportForm<HeapArray>> = {}, devices: readonly number[] = [0]) {
  const loans = { open: 0, sessions: [] as unknown[] };
  const [lend, borrow] = [lender(loans, exportTraits), borrower(loans, importTraits)];
  const [a, b] = [new Heap("a", { exports: [lend.form], devices }), new Heap("b", { imports: [borrow.form], devices })];
  lend.of(a);
  borrow.of(b);
  return { a, b, loans };
}

test("two backends that share a form have a direct way, at the cost of both ends, run with both sessions", async () => {
  const { a, b, loans } = pair();
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const there = await runtime.to(NdArray.from([1, 2, 3]), "a");
  const route = runtime.route(runtime.spec(there), "b");
  expect(route.hops).toMatchObject([{ from: "a", to: "b", backends: ["a", "b"] }]);
  expect(route.predictedUs).toBeCloseTo(4 + 24 / (50 * 1000));
  const moved = await runtime.to(there, "b") as HeapArray;
  expect(b.load(moved).toNested()).toEqual([1, 2, 3]);
  expect(loans).toEqual({ open: 0, sessions: [{ heap: "a" }, { heap: "b" }] });
  expect(() => runtime.route({ ...runtime.spec(moved) }, "a")).toThrow("passes through the host");
});

test("no direct way where the forms differ", async () => {
  const { a, b } = pair({}, { form: "dlpack" });
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  expect(() => runtime.route({ memoryType: "a", device: 0, dtype: "uint8", shape: [1], bytes: 1 }, "b")).toThrow("passes through the host");
});

test("a form carries the dtypes that both of its ends name", async () => {
  const { a, b } = pair({ dtypes: ["uint8", "float64"] }, { dtypes: ["float64", "int32"] });
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const spec = { memoryType: "a", device: 0, shape: [1], bytes: 8 };
  expect(runtime.route({ ...spec, dtype: "float64" }, "b").hops).toHaveLength(1);
  for (const dtype of ["uint8", "int32"] as const) expect(() => runtime.route({ ...spec, dtype }, "b")).toThrow("passes through the host");
});

test("memory types meet only where the data of both devices lies in the same place", async () => {
  const { a, b } = pair({ location: (device) => `gpu ${device}` }, { location: (device) => `gpu ${1 - device}` }, [0, 1]);
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const spec = { memoryType: "a", device: 0, dtype: "uint8" as const, shape: [1], bytes: 1 };
  expect(runtime.route(spec, "b", { device: 1 }).hops).toHaveLength(1);
  expect(() => runtime.route(spec, "b", { device: 0 })).toThrow("passes through the host");
});

test("of several shared forms the size of the array decides, not the latency alone", async () => {
  const slow = { latencyUs: 1, gbPerSec: 0.1 };
  const fast = { latencyUs: 100, gbPerSec: 100 };
  const offer = (form: string, cost: typeof slow): ExportForm<HeapArray> => ({ form, cost, copies: true, export: () => { throw new Error("not run"); } });
  const accept = (form: string, cost: typeof slow): ImportForm<HeapArray> => ({ form, cost, copies: true, import: () => { throw new Error("not run"); } });
  const a = new Heap("a", { exports: [offer("pipe", slow), offer("mapped", fast)] });
  const b = new Heap("b", { imports: [accept("mapped", fast), accept("pipe", slow)] });
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const latencyOf = (bytes: number) => runtime.route({ memoryType: "a", device: 0, dtype: "uint8", shape: [bytes], bytes }, "b").hops[0]?.transfer.cost.latencyUs;
  expect(latencyOf(100)).toBe(2);
  expect(latencyOf(1e9)).toBe(200);
});

test("an import that fails ends the loan, frees what lay in between and leaves the source alone", async () => {
  const { a, b, loans } = pair({}, { import: () => { throw new Error("import is broken"); } });
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const there = await runtime.to(NdArray.from([1, 2, 3]), "a");
  await expect(runtime.to(there, "b")).rejects.toMatchObject({ code: "BACKEND_FAILED", phase: "transfer", message: expect.stringContaining("from a to b: import is broken") });
  expect(loans.open).toBe(0);
  expect([a.live, b.live]).toEqual([1, 0]);
  expect(await runtime.to(there, "ndarray").then((array) => array.toNested())).toEqual([1, 2, 3]);
});

test("a form shared with the host serves as upload and download", async () => {
  const a: Heap = new Heap("a", {
    exports: [{ form: "host-buffer", cost: cheap, copies: true, export: (array: HeapArray) => ({ form: "host-buffer", spec: a.memory.spec(array), handle: a.load(array).data }) }],
    imports: [{ form: "host-buffer", cost: cheap, copies: true, import: ({ spec: { shape, dtype }, handle }) => a.store(new NdArray({ data: handle as Float32Array, shape, dtype })) }],
  });
  await using runtime = await createRuntime({ backends: [a.backend({ transfers: [] })] });
  const image = NdArray.from([[1, 2], [3, 4]], "float32");
  const there = await runtime.to(image.transpose(), "a");
  const back = await runtime.to(there, "ndarray");
  expect(back.toNested()).toEqual([[1, 3], [2, 4]]);
  runtime.dispose(there);
  expect(a.live).toBe(0);
});
