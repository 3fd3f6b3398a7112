import { createRuntime, InterchangeRefusedError, NdArray, OutOfMemoryError, type Backend, type ExportForm, type ImportForm, type Interchange } from "@openhcs/core";
import { describe, expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";

const cost = { latencyUs: 2, gbPerSec: 100 };

/** A heap that hands its arrays over as crates, and takes crates in; counts the loans that are open. */
function crated(traits: { readonly export?: Partial<ExportForm<HeapArray>>; readonly import?: Partial<ImportForm<HeapArray>> } = {}, options: { readonly devices?: readonly number[]; readonly capacityBytes?: number } = {}) {
  const loans = { open: 0 };
  const heap: Heap = new Heap("a", {
    ...options,
    exports: [{
      form: "crate", cost, copies: true,
      export: (array: HeapArray) => {
        loans.open++;
        return { form: "crate", spec: heap.memory.spec(array), handle: heap.load(array), release: () => { loans.open--; } };
      },
      ...traits.export,
    }],
    imports: [{
      form: "crate", cost, copies: true,
      import: ({ handle, release }: Interchange, { device }) => {
        const made = heap.store(handle as NdArray, device);
        release?.();
        return made;
      },
      ...traits.import,
    }],
  });
  return { heap, loans };
}

const crate = (array: NdArray): Interchange => ({ form: "crate", handle: array, spec: { memoryType: "elsewhere", device: 0, dtype: array.dtype, shape: array.shape, bytes: array.bytes } });
const held = (bytes: number) => expect.objectContaining({ memoryType: "a", bytes }) as unknown;

describe("an array that is handed over", () => {
  test("is a loan that ends once, however often it is released", async () => {
    const { heap, loans } = crated();
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const loan = await runtime.export(await runtime.to(NdArray.from([1, 2, 3], "uint8"), "a"), "crate");
    expect(loan).toMatchObject({ form: "crate", spec: { memoryType: "a", dtype: "uint8", shape: [3] } });
    {
      using again = loan;
      again.release();
    }
    loan.release();
    expect(loans.open).toBe(0);
  });

  test("may be disposed of while it is being handed over", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => { open = resolve; });
    const { heap } = crated({ export: { export: async (array: HeapArray) => {
      await opened;
      return { form: "crate", spec: heap.memory.spec(array), handle: heap.load(array) };
    } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const there = await runtime.to(NdArray.from([1, 2, 3], "uint8"), "a");
    const handing = runtime.export(there, "crate");
    runtime.dispose(there);
    open();
    const loan = await handing;
    expect((loan.handle as NdArray).toNested()).toEqual([1, 2, 3]);
    loan.release();
    expect(heap.live).toBe(0);
  });

  test("goes first to the memory type that has the form, where that is asked for, and leaves nothing there", async () => {
    const { heap } = crated({}, { devices: [0, 1] });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const loan = await runtime.export(NdArray.from([1, 2], "uint8"), "crate", { memoryType: "a", device: 1 });
    expect(loan.spec).toMatchObject({ memoryType: "a", device: 1 });
    expect([heap.live, heap.count("upload")]).toEqual([0, 1]);
  });

  test("in a form that its memory type does not have is refused with those that there are", async () => {
    const { heap } = crated();
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const there = await runtime.to(NdArray.from([1], "uint8"), "a");
    await expect(runtime.export(there, "dlpack")).rejects.toMatchObject({ code: "FORM_NOT_OFFERED", memoryType: "a", form: "dlpack", direction: "out", offered: ["crate"], message: 'a hands no arrays over as "dlpack"; its forms are crate.' });
    await expect(runtime.import({ ...crate(NdArray.from([1])), form: "dlpack" }, "a")).rejects.toMatchObject({ direction: "in", message: 'a takes no arrays in as "dlpack"; its forms are crate.' });
    await expect(runtime.export(7, "crate")).rejects.toMatchObject({ code: "NOT_AN_ARRAY" });
  });

  test("by a form that fails is an error of the backend, and of ours as it is", async () => {
    const { heap } = crated({ export: { export: () => { throw new Error("no crates left"); } }, import: { import: () => { throw new InterchangeRefusedError("crate", "it is empty"); } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const there = await runtime.to(NdArray.from([1], "uint8"), "a");
    await expect(runtime.export(there, "crate")).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "a", phase: "transfer", message: "a failed in transfer as crate: no crates left" });
    await expect(runtime.import(crate(NdArray.from([1])), "a")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", message: "crate: it is empty." });
    runtime.dispose(there);
    expect(heap.live).toBe(0);
  });

  test("late, after its caller gave up, is given back", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => { open = resolve; });
    let released = 0;
    const { heap } = crated({ export: { export: async (array: HeapArray) => {
      await opened;
      return { form: "crate", spec: heap.memory.spec(array), handle: 1, release: () => { released++; } };
    } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const controller = new AbortController();
    const handing = runtime.export(await runtime.to(NdArray.from([1], "uint8"), "a"), "crate", { signal: controller.signal });
    controller.abort();
    await expect(handing).rejects.toMatchObject({ code: "ABORTED" });
    open();
    await expect.poll(() => released).toBe(1);
  });
});

describe("an array that is taken in", () => {
  test("is memory of the runtime where it is copied", async () => {
    const { heap } = crated();
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const taken = await runtime.import(crate(NdArray.from([1, 2, 3], "uint8")), "a");
    expect(runtime.memory()).toContainEqual(held(3));
    expect((await runtime.to(taken, "ndarray") as NdArray).toNested()).toEqual([1, 2, 3]);
    runtime.dispose(taken);
    expect(runtime.memory()).toContainEqual(held(0));
  });

  test.each([[false, 0], ["onRequest", 0]] as const)("is none where its elements are borrowed (copies: %s), unless a copy is asked for", async (copies, bytes) => {
    let ended = 0;
    const { heap } = crated({ import: { copies, import: ({ handle, release }, { fresh }) => {
      const made = heap.store(handle as NdArray);
      if (!fresh || copies === false) made.storage.borrow(() => { release?.(); });
      else release?.();
      return made;
    } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    const given = () => ({ ...crate(NdArray.from([1, 2, 3], "uint8")), release: () => { ended++; } });
    const taken = await runtime.import(given(), "a");
    expect([runtime.memory().find(({ memoryType }) => memoryType === "a")?.bytes ?? 0, ended]).toEqual([bytes, 0]);
    runtime.dispose(taken);
    expect(ended).toBe(1);
    const copy = await runtime.import(given(), "a", { copy: true });
    expect(ended).toBe(2);
    expect(runtime.memory()).toContainEqual(held(3));
    runtime.dispose(copy);
    expect(heap.live).toBe(0);
  });

  test("leaves the loan to the caller where it cannot be taken in", async () => {
    const { heap } = crated({ import: { import: () => { throw new InterchangeRefusedError("crate", "it is empty"); } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    let ended = 0;
    await expect(runtime.import({ ...crate(NdArray.from([1])), release: () => { ended++; } }, "a")).rejects.toThrow("it is empty");
    expect(ended).toBe(0);
  });

  test("lies on the device that is asked for, of those that there are", async () => {
    const { heap } = crated({}, { devices: [0, 1] });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    expect(runtime.spec(await runtime.import(crate(NdArray.from([1], "uint8")), "a", { device: 1 })).device).toBe(1);
    await expect(runtime.import(crate(NdArray.from([1], "uint8")), "a", { device: 2 })).rejects.toMatchObject({ code: "UNKNOWN_DEVICE" });
    await expect(runtime.import(crate(NdArray.from([1], "uint8")), "b")).rejects.toMatchObject({ code: "NOT_REGISTERED" });
  });

  test("is tried again after pooled memory was freed", async () => {
    let attempts = 0;
    const { heap } = crated({ import: { import: ({ handle }) => {
      if (++attempts < 3) throw new OutOfMemoryError("a");
      return heap.store(handle as NdArray);
    } } });
    await using runtime = await createRuntime({ backends: [heap.backend()] });
    await runtime.import(crate(NdArray.from([1], "uint8")), "a");
    expect([attempts, heap.count("trim")]).toEqual([3, 2]);
  });
});

describe("forms", () => {
  /** Crates for host arrays, brought by a backend that has no memory type. */
  const carrier = (sessions: unknown[]): Backend => ({
    name: "carrier", contract: ">=1.0.0", probe: () => true, open: () => "the carrier's session",
    forms: [{
      memoryType: "ndarray",
      exports: [{ form: "crate", cost, copies: true, export: (array: NdArray, { session }) => { sessions.push(session); return crate(array.copy()); } }],
      imports: [{ form: "crate", cost, copies: true, import: ({ handle, release }, { session }) => { sessions.push(session); const made = (handle as NdArray).copy(); release?.(); return made; } }],
    }],
  });

  test("that a backend brings for a memory type of others serve with its session, also as transfers", async () => {
    const sessions: unknown[] = [];
    const { heap, loans } = crated();
    await using runtime = await createRuntime({ backends: [heap.backend({ transfers: [] }), carrier(sessions)] });
    const there = await runtime.to(NdArray.from([1, 2], "uint8"), "a");
    expect(runtime.route(runtime.spec(there), "ndarray").hops).toMatchObject([{ backends: ["a", "carrier"], transfer: { form: "crate" } }]);
    expect((await runtime.to(there, "ndarray") as NdArray).toNested()).toEqual([1, 2]);
    const back = await runtime.import(await runtime.export(NdArray.from([3], "uint8"), "crate"), "ndarray");
    expect(back.toNested()).toEqual([3]);
    expect([new Set(sessions), sessions.length, loans.open]).toEqual([new Set(["the carrier's session"]), 4, 0]);
  });

  test("between processes make no transfer", async () => {
    const { heap } = crated({ export: { betweenProcesses: true }, import: { betweenProcesses: true } });
    await using runtime = await createRuntime({ backends: [heap.backend(), carrier([])] });
    expect(runtime.transfers.flatMap(({ transfer }) => transfer.form ?? [])).toEqual([]);
    using loan = await runtime.export(await runtime.to(NdArray.from([1], "uint8"), "a"), "crate");
    expect(loan.form).toBe("crate");
  });

  test("say where the data of a device lies by what its probe told", async () => {
    const { heap } = crated({ export: { location: (device, facts) => `${facts?.name}/${device}` } });
    const b = new Heap("b", { imports: [{ form: "crate", cost, copies: true, location: (device) => `gpu two/${device}`, import: () => { throw new Error("not run"); } }] });
    await using runtime = await createRuntime({ backends: [heap.backend({ probe: () => ({ devices: [{ name: "gpu one" }, { name: "gpu two" }] }) }), b.backend({ probe: () => ({ devices: [{ name: "x" }, { name: "y" }] }) })] });
    expect(runtime.transfers.filter(({ transfer }) => transfer.form === "crate").map(({ from, to }) => `${from} ${to}`)).toEqual(["a:1 b:1"]);
  });

  test.each([[{ form: "" }, "forms[0].exports[0].form"], [{ copies: "sometimes" }, "forms[0].exports[0].copies"], [{ export: undefined }, "forms[0].exports[0].export"], [{ location: "host" }, "forms[0].exports[0].location"]])("that break the contract are told by their member: %j", async (wrong, member) => {
    const form = { form: "crate", cost, copies: true, export: crate };
    const backend = { ...carrier([]), forms: [{ memoryType: "ndarray", exports: [{ ...form, ...wrong }] }] } as unknown as Backend;
    await expect(createRuntime({ backends: [backend] })).rejects.toMatchObject({ code: "INVALID_BACKEND", member });
  });

  test("of a closed runtime are not served", async () => {
    const { heap } = crated();
    const runtime = await createRuntime({ backends: [heap.backend()] });
    await runtime[Symbol.asyncDispose]();
    await expect(runtime.export(NdArray.from([1]), "crate")).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
    await expect(runtime.import(crate(NdArray.from([1])), "a")).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
  });
});
