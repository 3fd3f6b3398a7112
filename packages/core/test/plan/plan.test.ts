import { createRuntime, NdArray, type Backend, type DeviceFacts, type Kernel } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending, blend, library, scale } from "../run/sample-functions.js";

const small = ascending([2, 3, 4]);
const large = NdArray.zeros([64, 512, 512]);
const onHeap = (heap: Heap, traits: Partial<Kernel> = {}) => heap.kernel("scale", ({ image }, { factor }) => (image as NdArray).multiply(factor as number), traits);
const withKernel = (heap: Heap, traits?: Partial<Kernel>): Backend => heap.backend({ kernels: [onHeap(heap, traits)] });

function thrownBy(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

test("the cheapest way counts moves and kernel for the bytes at hand", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 200, gbPerSec: 10 } });
  await using runtime = await createRuntime({ backends: [withKernel(heap)], functions: library });
  const [few, many] = [runtime.plan("scale", small), runtime.plan("scale", large)];
  expect([few.kernel, few.memoryType]).toEqual(["reference:scale", "ndarray"]);
  expect(few.predictedUs).toBeCloseTo(5 + small.bytes / 100);
  expect([many.kernel, many.memoryType, many.device]).toEqual(["toy:scale", "toy", 0]);
  expect(many.predictedUs).toBeCloseTo(200 + large.bytes / 10_000 + 5 + large.bytes / 100_000);
  expect(many.routes["image"]?.hops).toMatchObject([{ from: "ndarray", to: "toy", backends: ["toy"] }]);
  expect(heap.log).toEqual([]);
});

test("an array that is in place makes its device the cheapest", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 200, gbPerSec: 10 } });
  await using runtime = await createRuntime({ backends: [withKernel(heap)], functions: library });
  const there = await runtime.to(small, "toy");
  const plan = runtime.plan("scale", there);
  expect([plan.kernel, plan.routes["image"]]).toEqual(["toy:scale", { hops: [], predictedUs: 0 }]);
  expect(plan.explain()).toContain("image: float32 [2, 3, 4], 96 B, in place");
});

test("a plan explains itself: kernel, routes, what was not chosen and what was refused, each with its reason", async () => {
  const [toy, picky] = [new Heap("toy"), new Heap("picky")];
  await using runtime = await createRuntime({
    backends: [withKernel(toy), withKernel(picky, { dtypes: ["uint8"] }), withKernel(new Heap("choosy"), { supports: () => "needs a factor below 1" })], functions: library,
  });
  expect(runtime.plan("scale", large).explain().split("\n")).toEqual([
    "scale by toy:scale on toy, about 7.40 ms",
    "  image: float32 [64, 512, 512], 67.1 MB, ndarray -> toy, about 6.72 ms",
    "  not chosen: reference:scale, about 671 ms",
    "  refused: picky:scale: needs uint8, not float32",
    "  refused: choosy:scale: needs a factor below 1",
  ]);
});

test("a plan is plain data as JSON, alternatives included", async () => {
  await using runtime = await createRuntime({ backends: [withKernel(new Heap("toy")), withKernel(new Heap("picky"), { dtypes: ["uint8"] })], functions: library });
  const plan = runtime.plan("scale", large);
  expect(JSON.parse(JSON.stringify(plan))).toMatchObject({
    key: "scale", kernel: "toy:scale", memoryType: "toy", device: 0, predictedUs: plan.predictedUs,
    alternatives: [{ kernel: "reference:scale" }, { kernel: "picky:scale", refused: "needs uint8, not float32" }],
  });
});

test("planning is pure: it opens nothing, moves nothing and gives the same again", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [withKernel(heap)], functions: library });
  const [first, again] = [runtime.plan("scale", large, { factor: 3 }), runtime.plan("scale", large, { factor: 3 })];
  expect(JSON.stringify(first)).toBe(JSON.stringify(again));
  expect([heap.log, heap.live, runtime.memory()]).toEqual([[], 0, []]);
});

test.each([["toy:scale", {}], ["scale", { on: "toy" }]])("%s with %j insists on a backend, however dear", async (key, options) => {
  const heap = new Heap("toy", { cost: { latencyUs: 1e6, gbPerSec: 0.001 } });
  await using runtime = await createRuntime({ backends: [withKernel(heap)], functions: library });
  expect(runtime.plan(key, small, {}, options).kernel).toBe("toy:scale");
  const { record } = await runtime.call(key, small, {}, options);
  expect([record.kernel, heap.count("kernel")]).toEqual(["toy:scale", 1]);
});

test.each([["reference:scale", {}], ["scale", { on: "reference" }]])("%s with %j insists on the host reference, however dear", async (key, options) => {
  const heap = new Heap("toy", { cost: { latencyUs: 0, gbPerSec: 1e6 } });
  await using runtime = await createRuntime({ backends: [withKernel(heap)], functions: library });
  expect(runtime.plan("scale", large).kernel).toBe("toy:scale");
  expect(runtime.plan(key, large, {}, options).kernel).toBe("reference:scale");
});

test("an explanation of an insistence still tells what else there was", async () => {
  await using runtime = await createRuntime({ backends: [withKernel(new Heap("toy"))], functions: library });
  expect(runtime.plan("reference:scale", large).explain()).toContain("not chosen: toy:scale, about 7.40 ms");
});

test("a backend without a kernel for the function says which there are", async () => {
  await using runtime = await createRuntime({ backends: [new Heap("bare").backend(), withKernel(new Heap("toy"))], functions: library });
  const error = thrownBy(() => runtime.plan("bare:scale", small));
  expect(error).toMatchObject({ code: "NO_KERNEL", functionKey: "scale", refusals: { bare: "no kernel of scale; there are toy:scale, reference:scale" } });
  await expect(runtime.run("scale", small, {}, { on: "bare" })).rejects.toMatchObject({ code: "NO_KERNEL" });
});

test("an insistence that the kernel refuses says why", async () => {
  await using runtime = await createRuntime({ backends: [withKernel(new Heap("toy"), { dtypes: ["uint8", "uint16"] })], functions: library });
  expect(() => runtime.plan("toy:scale", small)).toThrow("nothing can run scale here (toy:scale: needs uint8, uint16, not float32).");
});

test("a kernel whose supports throws is refused for that reason, and others run", async () => {
  const heap = new Heap("toy", { cost: { latencyUs: 0, gbPerSec: 1e6 } });
  await using runtime = await createRuntime({ backends: [withKernel(heap, { supports: () => { throw new Error("undefined is not a shape"); } })], functions: library });
  expect(runtime.plan("scale", large).explain()).toContain("refused: toy:scale: its supports failed: undefined is not a shape");
  expect(() => runtime.plan("toy:scale", large)).toThrow("toy:scale: its supports failed: undefined is not a shape");
});

test("an unavailable backend is refused with its reason and remedy, an unknown one with the nearest", async () => {
  const probe = () => ({ reason: "no ICD found", remedy: "Install one." });
  await using runtime = await createRuntime({ backends: [withKernel(new Heap("toy")), new Heap("opencl").backend({ probe })], functions: library });
  for (const attempt of [() => runtime.plan("opencl:scale", small), () => runtime.plan("scale", small, {}, { on: "opencl" })]) {
    expect(thrownBy(attempt)).toMatchObject({ code: "BACKEND_UNAVAILABLE", backend: "opencl", reason: "no ICD found", message: "opencl is not available: no ICD found. Install one." });
  }
  expect(() => runtime.plan("scale", small, {}, { on: "toi" })).toThrow('no backend "toi"; nearest: toy.');
});

test("a backend of a memory type that nobody brings is refused with that reason", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ backends: [heap.backend({ memoryTypes: [], kernels: [onHeap(heap)] })], functions: library });
  expect(runtime.plan("scale", large).explain()).toContain("refused: toy:scale: no backend brings the memory type toy");
});

test("of several devices the one where the array lies is chosen, and failing devices do not count as refusals", async () => {
  const heap = new Heap("toy", { devices: [0, 1] });
  const transfers = (heap.backend().transfers ?? []);
  await using runtime = await createRuntime({ backends: [heap.backend({ transfers, kernels: [onHeap(heap)] })], functions: library });
  const there = await runtime.to(large, "toy", { device: 1 });
  const plan = runtime.plan("scale", there);
  expect([plan.device, plan.routes["image"]?.hops]).toEqual([1, []]);
  expect(plan.explain()).toMatch(/^scale by toy:scale on toy:1, /);
  expect(plan.alternatives).toEqual([{ kernel: "reference:scale", predictedUs: expect.any(Number) }]);
  const result = await runtime.run("toy:scale", there) as HeapArray;
  expect(result.device).toBe(1);
});

test("an array on another device is refused strictly, with the route that would be", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  await using runtime = await createRuntime({ backends: [a.backend(), withKernel(b)], functions: library });
  const there = await runtime.to(large, "a");
  expect(() => runtime.plan("b:scale", there)).toThrow("a to b has no direct transfer; the cheapest route a -> ndarray -> b");
  expect(runtime.plan("b:scale", there, {}, { allowHostRoundtrip: true }).routes["image"]?.hops).toHaveLength(2);
  const plan = runtime.plan("scale", there);
  expect(plan.kernel).toBe("reference:scale");
  expect(plan.explain()).toMatch(/refused: b:scale: a to b has no direct transfer/);
});

test("run does exactly what plan says: kernel, device, predicted time and routes of every array", async () => {
  const heap = new Heap("toy");
  const kernels = [heap.kernel("blend", ({ image, other }) => (image as NdArray).add(other as NdArray).divide(2))];
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels })], functions: [blend] });
  const other = await runtime.to(large, "toy");
  const plan = runtime.plan("blend", large, { other });
  expect(Object.entries(plan.routes).map(([name, { hops }]) => [name, hops.length])).toEqual([["image", 1], ["other", 0]]);
  const { record } = await runtime.call("blend", large, { other });
  expect(record).toMatchObject({ kernel: plan.kernel, memoryType: plan.memoryType, device: plan.device, predictedUs: plan.predictedUs });
  expect(record.moves.map(({ name, path, bytes }) => ({ name, path, bytes }))).toEqual([{ name: "image", path: ["ndarray", "toy"], bytes: large.bytes }]);
  expect(heap.log).toEqual(["open", "upload", "upload", "kernel"]);
});

test("kernels come and go with their backends", async () => {
  const heap = new Heap("toy");
  await using runtime = await createRuntime({ functions: [scale] });
  expect(runtime.plan("scale", large).kernel).toBe("reference:scale");
  await runtime.addBackend(withKernel(heap));
  expect(runtime.plan("scale", large).kernel).toBe("toy:scale");
  await runtime.removeBackend("toy");
  expect(runtime.plan("scale", large).kernel).toBe("reference:scale");
});

test("a kernel called plane by plane is asked about planes", async () => {
  const seen: unknown[] = [];
  const kernel: Kernel = {
    function: "scale", memoryType: "ndarray", cost: { latencyUs: 0, gbPerSec: 1000 },
    supports: ({ image }) => { seen.push(image?.shape, image?.bytes); return image?.shape.length === 2 || "planes only"; },
    run: ({ image }: { image: NdArray }, { factor }) => image.multiply(factor as number),
  };
  await using runtime = await createRuntime({ backends: [new Heap("fast").backend({ kernels: [kernel] })], functions: library });
  expect(runtime.plan("scale", small).kernel).toBe("reference:scale");
  const plan = runtime.plan("scale", small, {}, { sliceBySlice: true });
  expect([plan.kernel, seen.slice(0, 4)]).toEqual(["fast:scale", [[2, 3, 4], 96, [3, 4], 48]]);
  expect(plan.explain()).toMatch(/^scale by fast:scale on ndarray plane by plane/);
  const result = await runtime.run("fast:scale", small, {}, { sliceBySlice: true }) as NdArray;
  expect(result.shape).toEqual([2, 3, 4]);
});

test("a kernel whose memory type cannot be cut into planes is refused for calls plane by plane", async () => {
  await using runtime = await createRuntime({ backends: [withKernel(new Heap("toy"))], functions: library });
  expect(runtime.plan("scale", large, {}, { sliceBySlice: true }).explain()).toContain("refused: toy:scale: calls plane by plane need \"plane\" of the memory type toy");
});

/** A toy whose probe tells of its devices, and whose kernel needs what only some have. */
function needy(...devices: readonly DeviceFacts[]): Backend {
  const backend = withKernel(new Heap("toy"), { needs: ({ image }) => (image?.dtype === "float32" ? ["fp64"] : []) });
  return { ...backend, probe: () => ({ devices }) };
}

test("a call that needs what a device is known to lack is planned elsewhere, with the reason", async () => {
  await using runtime = await createRuntime({ backends: [needy({ name: "small", fp64: false })], functions: library });
  const plan = runtime.plan("scale", large);
  expect([plan.kernel, plan.alternatives]).toEqual(["reference:scale", [{ kernel: "toy:scale", refused: "small has no fp64, which it needs" }]]);
  expect(runtime.plan("scale", NdArray.zeros([64, 512, 512], "uint8")).kernel).toBe("toy:scale");
});

test("of several devices one is planned that has what the call needs; of what a probe does not tell nothing is said", async () => {
  await using runtime = await createRuntime({ backends: [needy({ name: "small", fp64: false }, { name: "large", fp64: true })], functions: library });
  expect([runtime.plan("scale", large).kernel, runtime.plan("scale", large).device]).toEqual(["toy:scale", 1]);
  await using silent = await createRuntime({ backends: [needy({ name: "unknown" })], functions: library });
  expect(silent.plan("scale", large).kernel).toBe("toy:scale");
});

test("a kernel that is insisted on is called on a device that lacks what it needs, to say so itself", async () => {
  await using runtime = await createRuntime({ backends: [needy({ name: "small", fp64: false })], functions: library });
  expect(runtime.plan("scale", large, {}, { on: "toy" }).kernel).toBe("toy:scale");
});

test("a kernel that fails to tell its needs stops no plan", async () => {
  const backend = withKernel(new Heap("toy"), { needs: () => { throw new Error("no idea"); } });
  await using runtime = await createRuntime({ backends: [{ ...backend, probe: () => ({ devices: [{ name: "small" }] }) }], functions: library });
  expect(runtime.plan("scale", large).alternatives).toEqual([{ kernel: "toy:scale", refused: "its needs failed: no idea" }]);
});
