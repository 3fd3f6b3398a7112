import { BACKEND_FINDER, contractVersion, createRuntime, defineBackend, ndarray, NdArray, provide, supportedContracts, type Backend, type PackageFinder } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { library } from "../run/sample-functions.js";
import { Heap } from "./heap.js";

const factoryOf = (name: string) => defineBackend(() => { const { contract: _, ...spec } = new Heap(name).backend(); return spec; });

function finder(packages: Readonly<Record<string, unknown>>): PackageFinder {
  return {
    load: (name) => (name in packages ? Promise.resolve(packages[name]) : Promise.reject(new Error(`Cannot find package '${name}'`))),
    installed: () => Promise.resolve(Object.entries(packages).map(([name, module]) => (module instanceof Error ? { package: name, reason: module.message } : { package: name, module }))),
  };
}

test("a backend carries the range of contracts that it was built against", () => {
  expect(new Heap("toy").backend().contract).toBe(supportedContracts);
  expect(supportedContracts).toBe(`^${contractVersion}`);
});

test.each(["^2.0.0", "0.9.x", ">=1.999.0", "nonsense", undefined])("a backend of the contracts %s is refused with both ranges named", async (contract) => {
  const backend = { ...new Heap("toy").backend(), contract } as Backend;
  await expect(createRuntime({ backends: [backend] })).rejects.toMatchObject({
    code: "INCOMPATIBLE_BACKEND", backend: "toy", wanted: String(contract), offered: contractVersion,
    message: `toy works with contract versions ${contract}; this core offers ${contractVersion}. Install versions of the two that go together.`,
  });
});

test.each(["^1.0.0", "1.x", `^${contractVersion}`])("a backend of the contracts %s is taken", async (contract) => {
  await using runtime = await createRuntime({ backends: [{ ...new Heap("toy").backend(), contract }] });
  expect(runtime.backends.has("toy")).toBe(true);
});

test("a factory in place of a backend says that it must be called", async () => {
  await expect(createRuntime({ backends: [factoryOf("toy") as unknown as Backend] })).rejects.toMatchObject({ code: "INVALID_BACKEND", message: "factory: is a factory, not a backend; call it." });
  await using runtime = await createRuntime();
  await expect(runtime.addBackend(factoryOf("toy") as unknown as Backend)).rejects.toThrow("is a factory, not a backend; call it.");
});

test("two backends of one name are refused, the same one twice is harmless", async () => {
  const backend = new Heap("toy").backend();
  await using runtime = await createRuntime({ backends: [backend] });
  await runtime.addBackend(backend);
  await expect(runtime.addBackend(new Heap("toy").backend())).rejects.toMatchObject({ code: "ALREADY_REGISTERED", kind: "backend", takenName: "toy" });
  expect(runtime.backends.get("toy")).toBe(backend);
  await expect(createRuntime({ backends: [new Heap("toy").backend(), new Heap("toy").backend()] })).rejects.toMatchObject({ code: "ALREADY_REGISTERED" });
});

test("a backend of which one memory type is taken brings none of its parts", async () => {
  const [mine, taken] = [new Heap("mine"), new Heap("taken")];
  const heap = new Heap("taken");
  await using runtime = await createRuntime({ backends: [taken.backend()] });
  const both = { ...mine.backend(), name: "both", memoryTypes: [mine.memory, heap.memory] };
  await expect(runtime.addBackend(both)).rejects.toMatchObject({ code: "ALREADY_REGISTERED", kind: "memory type", takenName: "taken" });
  expect([...runtime.backends.names()]).toEqual(["taken"]);
  expect([...runtime.memoryTypes.names()]).toEqual(["ndarray", "taken"]);
  expect(runtime.memoryTypes.get("taken")).toBe(taken.memory);
  expect(runtime.route(runtime.spec(NdArray.zeros([1])), "taken").hops).toHaveLength(1);
});

test("backends given by package name come through the finder", async () => {
  const services = [provide(BACKEND_FINDER, finder({ "backend-toy": { toy: factoryOf("toy"), version: "1" }, empty: {}, two: { a: factoryOf("a"), b: factoryOf("b") } }))];
  await using runtime = await createRuntime({ backends: ["backend-toy"], services });
  expect([...runtime.backends.names()]).toEqual(["toy"]);
  await expect(createRuntime({ backends: ["missing"], services })).rejects.toMatchObject({ code: "BACKEND_LOAD", module: "missing", message: "missing: cannot be loaded: Cannot find package 'missing'" });
  await expect(createRuntime({ backends: ["empty"], services })).rejects.toThrow("empty: exports no backend factory; make one with defineBackend.");
  await expect(createRuntime({ backends: ["two"], services })).rejects.toThrow("two: exports 2 backend factories; its manifest's module must export one.");
});

test("a host without a finder says to pass backends as values, and has none installed", async () => {
  await expect(createRuntime({ backends: ["backend-toy"] })).rejects.toThrow("this host gives no way to load packages; pass the backend as a value.");
  await using runtime = await createRuntime({ backends: "installed" });
  expect([...runtime.backends.names()]).toEqual([]);
});

test("of the installed packages every broken one is unavailable with its reason and stops no other", async () => {
  const throwing = defineBackend(() => { throw new Error("no configuration"); });
  const old = Object.assign(() => ({ ...new Heap("old").backend(), contract: "^0.1.0" }), factoryOf("old"));
  const services = [provide(BACKEND_FINDER, finder({
    "broken-syntax": new Error("Unexpected token"), "no-factory": { answer: 42 }, throwing: { throwing }, "toy-one": { toy: factoryOf("toy") }, "toy-two": { toy: factoryOf("toy") },
    "too-old": { old }, "no-device": { none: defineBackend(() => ({ name: "none", probe: () => ({ reason: "no device" }), open: () => ({}) })) }, sound: { sound: factoryOf("sound") },
  }))];
  await using runtime = await createRuntime({ backends: "installed", services, functions: library });
  expect([...runtime.backends.names()]).toEqual(["toy", "sound"]);
  expect(Object.fromEntries(runtime.unavailable.map(({ backend, reason }) => [backend, reason]))).toEqual({
    "broken-syntax": "Unexpected token",
    "no-factory": "exports no backend factory; make one with defineBackend.",
    throwing: "no configuration",
    "toy-two": expect.stringContaining('another backend is already registered as "toy"'),
    "too-old": expect.stringContaining("old works with contract versions ^0.1.0"),
    none: "no device",
  });
});

test("an installed backend that does not fit is not probed", async () => {
  const probe = vi.fn<() => true>(() => true);
  const old = Object.assign(() => ({ ...new Heap("old").backend({ probe }), contract: "^0.1.0" }), factoryOf("old"));
  const broken = Object.assign(() => ({ ...new Heap("broken").backend({ probe }), open: undefined }), factoryOf("broken"));
  await using runtime = await createRuntime({ backends: "installed", services: [provide(BACKEND_FINDER, finder({ "too-old": { old }, "half-made": { broken } }))] });
  expect(runtime.unavailable).toEqual([
    { backend: "too-old", reason: expect.stringContaining("^0.1.0") }, { backend: "half-made", reason: 'broken: "open" must be a function, received undefined.' },
  ]);
  expect(probe).not.toHaveBeenCalled();
});

test("coming and going is told in events", async () => {
  await using runtime = await createRuntime();
  const told = vi.fn<(change: string, event: unknown) => void>();
  runtime.events.on("backendAdded", (event) => told("added", event));
  runtime.events.on("backendRemoved", (event) => told("removed", event));
  await runtime.addBackend(new Heap("toy").backend());
  await runtime.removeBackend("toy");
  expect(told.mock.calls).toEqual([["added", { backend: "toy" }], ["removed", { backend: "toy" }]]);
});

test("a custom function may declare a memory type that no backend brings; a call says so", async () => {
  await using runtime = await createRuntime();
  const key = runtime.register(ndarray({ inputMemoryType: "ndarray" })(function plain(image: NdArray) { return image.copy(); }), { namespace: "openhcs" });
  expect(await runtime.run(key, NdArray.from([1]))).toBeInstanceOf(NdArray);
});
