import { CLOCK, COST_BOOK, createRuntime, defineBackend, defineFunction, deviceMemory, NdArray, predictUs, provide, type BackendSpec, type Calibration, type Clock, type Cost, type CostBook, type DeviceArray, type Transfer } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { library, ramp, scale } from "../run/sample-functions.js";

/** Time that passes only where a test says so. */
class HandClock implements Clock {
  us = 0;
  now = () => this.us / 1000;
  monotonicUs = () => this.us;
  take({ latencyUs, gbPerSec }: Cost, bytes: number): void {
    this.us += latencyUs + bytes / (gbPerSec * 1000);
  }
}

class Kept implements CostBook {
  readonly costs = new Map<string, Cost>();
  get = (key: string) => this.costs.get(key);
  put = (measured: ReadonlyMap<string, Cost>) => { for (const [key, cost] of measured) this.costs.set(key, cost); };
}

const upwards = { latencyUs: 100, gbPerSec: 2 };
const downwards = { latencyUs: 40, gbPerSec: 4 };
const computing = { latencyUs: 30, gbPerSec: 8 };

interface TimedOptions {
  readonly kernel?: Cost;
  readonly devices?: readonly number[];
  readonly settled?: (array: Timed) => Promise<void>;
}

type Timed = DeviceArray<NdArray>;

/** A device whose transfers and kernel take the time that they are said to, and copy nothing. */
function timed(clock: HandClock, { kernel: takes = computing, devices = [0], ...members }: TimedOptions = {}, overrides: Partial<BackendSpec> = {}) {
  const counted = { live: 0, kernels: 0 };
  const memory = deviceMemory<NdArray>({ name: "toy", ...members });
  const hold = (array: NdArray, device: number) => {
    counted.live++;
    return memory.wrap(array.retain(), { dtype: array.dtype, shape: array.shape, device }, (kept) => { counted.live--; kept.dispose(); });
  };
  const cost = { latencyUs: 10, gbPerSec: 10 };
  const backend = defineBackend(() => ({
    name: "toy", version: "1.0.0", devices, memoryTypes: [memory], probe: () => true as const, open: () => null,
    transfers: [
      { from: "ndarray", to: "toy", cost, copies: true, run: (array: NdArray, { device }) => { clock.take(upwards, array.bytes); return hold(array, device); } },
      { from: "toy", to: "ndarray", cost, copies: true, run: ({ buffer }: Timed) => { clock.take(downwards, buffer.bytes); return buffer.retain(); } },
    ] satisfies BackendSpec["transfers"],
    kernels: [{
      function: "scale", memoryType: "toy", cost: { latencyUs: 5, gbPerSec: 100 },
      run: ({ image: { buffer, device } }: Record<"image", Timed>) => { counted.kernels++; clock.take(takes, buffer.bytes); return hold(buffer, device); },
    }],
    ...overrides,
  }));
  return { counted, backend: backend() };
}

const told = (calibrations: readonly Calibration[], what: string) => calibrations.find((each) => each.what === what);
const close = ({ latencyUs, gbPerSec }: Cost) => ({ latencyUs: expect.closeTo(latencyUs, 6), gbPerSec: expect.closeTo(gbPerSec, 6) });

async function open(clock: HandClock, device: ReturnType<typeof timed>, book = new Kept()) {
  return { book, runtime: await createRuntime({ backends: [device.backend], functions: library, services: [provide(CLOCK, clock), provide(COST_BOOK, book)] }) };
}

test("what compiling takes when a kernel is first run, and first run on larger planes, is no cost of each call", async () => {
  const clock = new HandClock();
  const compiled = new Set<boolean>();
  const device = timed(clock);
  const [kernel] = device.backend.kernels as [NonNullable<BackendSpec["kernels"]>[number]];
  const compiling: typeof kernel = {
    ...kernel,
    run(inputs: Record<"image", Timed>, parameters, context) {
      const isLarge = inputs.image.bytes > 2 ** 16;
      if (!compiled.has(isLarge)) clock.us += 8e6;
      compiled.add(isLarge);
      return kernel.run(inputs, parameters, context);
    },
  };
  const { runtime } = await open(clock, { ...device, backend: { ...device.backend, kernels: [compiling] } });
  await using _ = runtime;
  expect(told(await runtime.calibrate({ backends: ["toy"] }), "toy:scale on toy")?.measured).toEqual(close(computing));
  expect([...compiled]).toEqual([false, true]);
});

test("transfers and kernels are told with what is declared and what they take", async () => {
  const clock = new HandClock();
  const device = timed(clock);
  const { runtime } = await open(clock, device);
  await using _ = runtime;
  const calibrations = await runtime.calibrate({ backends: ["toy"] });
  expect(calibrations).toEqual([
    { what: "ndarray -> toy", declared: { latencyUs: 10, gbPerSec: 10 }, measured: close(upwards) },
    { what: "toy -> ndarray", declared: { latencyUs: 10, gbPerSec: 10 }, measured: close(downwards) },
    { what: "toy:scale on toy", declared: { latencyUs: 5, gbPerSec: 100 }, measured: close(computing) },
  ]);
  expect([device.counted.live, runtime.memory().every(({ arrays, bytes }) => arrays === 0 && bytes === 0)]).toEqual([0, true]);
});

test("plans count with what was measured, in this runtime and in the next with the same book", async () => {
  const clock = new HandClock();
  const { book, runtime } = await open(clock, timed(clock));
  await using _ = runtime;
  const image = NdArray.zeros([1, 64, 64]);
  const before = runtime.plan("toy:scale", image).predictedUs;
  await runtime.calibrate();
  const expected = predictUs(upwards, image.bytes) + predictUs(computing, image.bytes);
  expect([before, runtime.plan("toy:scale", image).predictedUs]).toEqual([predictUs({ latencyUs: 10, gbPerSec: 10 }, image.bytes) + predictUs({ latencyUs: 5, gbPerSec: 100 }, image.bytes), expect.closeTo(expected, 6)]);
  const { runtime: next } = await open(clock, timed(clock), book);
  await using __ = next;
  expect(next.plan("toy:scale", image).predictedUs).toBeCloseTo(expected, 6);
  expect(next.transfers.find(({ to }) => to === "toy")).toMatchObject({ cost: close(upwards), transfer: { cost: { latencyUs: 10 } } });
});

test.each<[string, Partial<BackendSpec>]>([
  ["another version", { version: "2.0.0" }],
  ["another state of the machine", { fingerprint: () => "driver of today" }],
])("what was measured with %s of a backend does not count", async (_, overrides) => {
  const clock = new HandClock();
  const { book, runtime } = await open(clock, timed(clock));
  await using __ = runtime;
  await runtime.calibrate({ backends: ["toy"] });
  const { runtime: other } = await open(clock, timed(clock, {}, overrides), book);
  await using ___ = other;
  expect(other.transfers.every(({ cost, transfer }) => cost === transfer.cost)).toBe(true);
});

test("every device is measured on its own", async () => {
  const clock = new HandClock();
  const { book, runtime } = await open(clock, timed(clock, { devices: [0, 2] }));
  await using _ = runtime;
  const calibrations = await runtime.calibrate({ backends: ["toy"] });
  expect(calibrations.map(({ what }) => what)).toEqual(["ndarray -> toy", "ndarray -> toy:2", "toy -> ndarray", "toy:2 -> ndarray", "toy:scale on toy", "toy:scale on toy:2"]);
  expect(book.costs.size).toBe(6);
});

test("work that is only enqueued is timed until it is settled", async () => {
  const clock = new HandClock();
  const settled = vi.fn<(array: Timed) => Promise<void>>(async () => { clock.us += 1000; });
  const { runtime } = await open(clock, timed(clock, { settled }));
  await using _ = runtime;
  const calibrations = await runtime.calibrate({ backends: ["toy"] });
  expect(["ndarray -> toy", "toy -> ndarray", "toy:scale on toy"].map((what) => Math.round(told(calibrations, what)?.measured?.latencyUs ?? 0))).toEqual([1100, 40, 1030]);
});

test("a transfer that may share, and takes no longer for more bytes, touches none of them; a kernel was too quick to tell", async () => {
  const clock = new HandClock();
  const still = { latencyUs: 7, gbPerSec: Infinity };
  const device = timed(clock, { kernel: still });
  const transfers = (device.backend.transfers ?? []).map((transfer): Transfer => (transfer.to === "toy" ? { ...transfer, copies: "onRequest", run: (array: NdArray, context) => {
    const before = clock.us;
    const there: unknown = transfer.run(array, context);
    clock.us = before + 3;
    return there;
  } } : transfer));
  const { runtime } = await open(clock, { ...device, backend: { ...device.backend, transfers } });
  await using _ = runtime;
  const calibrations = await runtime.calibrate({ backends: ["toy"] });
  expect(told(calibrations, "ndarray -> toy")?.measured).toEqual({ latencyUs: 3, gbPerSec: Infinity });
  const { latencyUs, gbPerSec } = (told(calibrations, "toy:scale on toy") as Calibration).measured as Cost;
  expect([latencyUs < 7, predictUs({ latencyUs: 0, gbPerSec }, 1024 * 1024 * 4)]).toEqual([true, expect.closeTo(7, 6)]);
});

test("a function that wants one of several arrays is given what it may be given", async () => {
  const either = defineFunction({
    name: "either", documentation: "The sum of two.", inputs: { image: { type: "array" }, other: { type: "array", optional: true } }, parameters: {},
    outputs: { image: { type: "array", result: "image" } }, check: ({ other }) => other !== undefined || "need other", reference: ({ image, other }) => image.add(other as NdArray),
  });
  await using runtime = await createRuntime({ functions: [either] });
  expect(await runtime.calibrate()).toEqual([{ what: "reference:either", declared: expect.anything(), measured: { latencyUs: expect.any(Number), gbPerSec: expect.any(Number) } }]);
});

test("a kernel that is slow with a small plane is run with no larger one", async () => {
  const clock = new HandClock();
  const device = timed(clock, { kernel: { latencyUs: 300_000, gbPerSec: 1 } });
  const { runtime } = await open(clock, device);
  await using _ = runtime;
  const bytes = 64 * 64 * 4;
  const { measured } = told(await runtime.calibrate({ backends: ["toy"] }), "toy:scale on toy") as Calibration;
  expect([device.counted.kernels, predictUs(measured as Cost, bytes)]).toEqual([2, expect.closeTo(300_000 + bytes / 1000, 3)]);
});

test("references are measured on the host, for all or where they are asked for", async () => {
  await using runtime = await createRuntime({ functions: library });
  const calibrations = await runtime.calibrate({ backends: ["reference"] });
  expect(calibrations.map(({ what }) => what)).toEqual(library.map(({ name }) => `reference:${name}`));
  expect(told(calibrations, "reference:scale")?.measured).toEqual({ latencyUs: expect.any(Number), gbPerSec: expect.any(Number) });
  expect(runtime.plan("scale", NdArray.zeros([2, 2])).predictedUs).toBeCloseTo(predictUs(told(calibrations, "reference:scale")?.measured as Cost, 16), 6);
});

test("what cannot be measured is told with its reason, and stops nothing", async () => {
  const writing = defineFunction({ ...scale, name: "writing", parameters: { path: { type: "file" } }, reference: () => { throw new Error("must not be called"); } } as never);
  const heap = new Heap("toy");
  const failing = heap.kernel("scale", () => { throw new Error("out of order"); });
  const choosy = heap.kernel("shift", () => { throw new Error("must not be called"); }, { supports: () => "needs better light" });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [failing, choosy] })], functions: [...library, writing] });
  const calibrations = await runtime.calibrate();
  const reason = (what: string) => told(calibrations, what)?.skipped;
  expect([reason("toy:scale on toy"), reason("toy:shift on toy"), reason(`reference:${ramp.name}`), reason("reference:writing"), reason("reference:scale")]).toEqual(
    ["out of order", "needs better light", "it takes no arrays", "it works on files", undefined]);
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("a backend that does not open has nothing measured", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ open: () => { throw new Error("unplugged"); } })], functions: library });
  const calibrations = await runtime.calibrate({ backends: ["toy"] });
  expect(calibrations.map(({ measured, skipped }) => [measured, skipped])).toEqual(Array.from({ length: 2 }, () => [undefined, "toy failed in open: unplugged"]));
});

test("a calibration that is given up keeps what it has measured", async () => {
  const clock = new HandClock();
  const { book, runtime } = await open(clock, timed(clock));
  await using _ = runtime;
  const giveUp = new AbortController();
  const seen: (string | undefined)[] = [];
  const calibrating = runtime.calibrate({ signal: giveUp.signal, onProgress: ({ message }) => { seen.push(message); if (seen.length === 2) giveUp.abort(); } });
  await expect(calibrating).rejects.toMatchObject({ code: "ABORTED", what: "calibrate" });
  expect([seen, book.costs.size]).toEqual([["ndarray -> toy", "toy -> ndarray"], 1]);
});

test("a backend that is not in use cannot be calibrated", async () => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.calibrate({ backends: ["tyo"] })).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});

test.each<[string, CostBook["get"]]>([
  ["throws", () => { throw new Error("unreadable"); }],
  ["holds no costs", () => ({ latencyUs: -1, gbPerSec: Number.NaN })],
  ["holds something else", () => "cheap" as never],
])("a cost book that %s leaves the declared costs", async (_, get) => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend()], functions: library, services: [provide(COST_BOOK, { get, put: () => {} })] });
  expect(runtime.transfers.map(({ cost }) => cost)).toEqual([{ latencyUs: 10, gbPerSec: 10 }, { latencyUs: 10, gbPerSec: 10 }]);
});

test("edges by several forms between two places are kept apart", async () => {
  const form = (name: string) => ({ form: name, cost: { latencyUs: 3, gbPerSec: 10 }, copies: true });
  const a: Heap = new Heap("a", { exports: ["wire", "pipe"].map((name) => ({ ...form(name), export: (array: HeapArray) => ({ form: name, spec: a.memory.spec(array), handle: a.load(array) }) })) });
  const b: Heap = new Heap("b", { imports: ["wire", "pipe"].map((name) => ({ ...form(name), import: ({ handle }) => b.store(handle as NdArray) })) });
  const book = new Kept();
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()], functions: [], services: [provide(COST_BOOK, book)] });
  const calibrations = await runtime.calibrate();
  expect(calibrations.filter(({ measured }) => measured !== undefined).map(({ what }) => what)).toEqual(expect.arrayContaining(["a -> b by wire", "a -> b by pipe"]));
  expect(book.costs.size).toBe(calibrations.length);
  expect([a.live, b.live]).toEqual([0, 0]);
});
