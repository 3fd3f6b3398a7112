import { createRuntime, defineBackend, isOpenHcsError, type ArraySpec, type Dtype } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, link } from "../backend/heap.js";

const spec = (memoryType: string, bytes: number, dtype: Dtype = "float32", device = 0): ArraySpec => ({ memoryType, device, dtype, shape: [bytes / 4], bytes });
const pathOf = ({ hops }: { readonly hops: readonly { readonly from: string; readonly to: string }[] }) => [hops[0]?.from, ...hops.map(({ to }) => to)];

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("small arrays take the way of little latency, large ones that of much bandwidth", async () => {
  const [near, far] = [new Heap("near"), new Heap("far")];
  await using runtime = await createRuntime({ backends: [
    near.backend({ transfers: [link(near, far, { latencyUs: 1, gbPerSec: 0.1 })] }),
    far.backend({ transfers: [] }),
    new Heap("between").backend({ transfers: [
      { ...link(near, far, { latencyUs: 50, gbPerSec: 100 }), to: "between" },
      { ...link(near, far, { latencyUs: 50, gbPerSec: 100 }), from: "between" },
    ] }),
  ] });
  const [small, large] = [runtime.route(spec("near", 400), "far"), runtime.route(spec("near", 4e8), "far")];
  expect(pathOf(small)).toEqual(["near", "far"]);
  expect(small.predictedUs).toBeCloseTo(1 + 400 / 100);
  expect(pathOf(large)).toEqual(["near", "between", "far"]);
  expect(large.predictedUs).toBeCloseTo(2 * (50 + 4e8 / 1e5));
});

test("among parallel transfers of one pair the size of the array decides too", async () => {
  const a = new Heap("a");
  const transfer = (latencyUs: number, gbPerSec: number) => ({ from: "ndarray", to: "a", cost: { latencyUs, gbPerSec }, copies: true, run: () => {} });
  await using runtime = await createRuntime({ backends: [a.backend({ transfers: [transfer(1, 0.1), transfer(100, 50)] })] });
  expect(runtime.route(spec("ndarray", 400), "a").hops[0]?.transfer.cost.latencyUs).toBe(1);
  expect(runtime.route(spec("ndarray", 4e8), "a").hops[0]?.transfer.cost.latencyUs).toBe(100);
});

test("a route to where the array already is has no hops", async () => {
  const a = new Heap("a");
  await using runtime = await createRuntime({ backends: [a.backend()] });
  expect(runtime.route(spec("a", 400), "a")).toEqual({ hops: [], predictedUs: 0 });
});

test("a dtype that no transfer carries is refused with those that are", async () => {
  const [a, b] = [new Heap("a"), new Heap("b", { dtypes: ["float32", "int32"] })];
  const onlyFloat = { from: "ndarray", to: "a", cost: { latencyUs: 1, gbPerSec: 1 }, copies: true, dtypes: ["float32"] as const, run: () => {} };
  await using runtime = await createRuntime({ backends: [a.backend({ transfers: [onlyFloat] }), b.backend()] });
  expect(runtime.route(spec("ndarray", 4), "a").hops).toHaveLength(1);
  expect(() => runtime.route(spec("ndarray", 4, "uint16"), "a")).toThrow("no route from ndarray to a: ndarray to a does not carry uint16 (only float32).");
  expect(() => runtime.route(spec("ndarray", 4, "uint16"), "b")).toThrow("does not carry uint16 (only float32, int32)");
});

test("a dtype that the short way refuses takes the way around", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  await using runtime = await createRuntime({ backends: [
    a.backend(),
    b.backend({ transfers: [{ from: "ndarray", to: "b", cost: { latencyUs: 1, gbPerSec: 10 }, copies: true, dtypes: ["float32"], run: () => {} }, link(a, b, { latencyUs: 1, gbPerSec: 10 })] }),
  ] });
  expect(pathOf(runtime.route(spec("ndarray", 4), "b"))).toEqual(["ndarray", "b"]);
  expect(pathOf(runtime.route(spec("ndarray", 4, "uint8"), "b"))).toEqual(["ndarray", "a", "b"]);
});

test("an unknown memory type is refused with the known ones", async () => {
  await using runtime = await createRuntime({ backends: [new Heap("opencl").backend()] });
  expect(() => runtime.route(spec("ndarray", 4), "zzz")).toThrow('no memory type "zzz"; known: ndarray, opencl.');
  expect(() => runtime.route(spec("ndarray", 4), "opencil")).toThrow("nearest: opencl");
  expect(() => runtime.route(spec("zzz", 4), "opencl")).toThrow('no memory type "zzz"');
});

test.each([[-1], [0.5], [2], [NaN]])("device %d is refused where there are 0 and 1", async (device) => {
  await using runtime = await createRuntime({ backends: [new Heap("a", { devices: [0, 1] }).backend()] });
  expect(() => runtime.route(spec("ndarray", 4), "a", { device })).toThrow(`a: device must be one of 0, 1, received ${device}.`);
  expect(() => runtime.route(spec("a", 4, "float32", device), "ndarray")).toThrow(`a: device must be one of 0, 1, received ${device}.`);
  expect(isOpenHcsError(thrownBy(() => runtime.route(spec("ndarray", 4), "a", { device })), "UNKNOWN_DEVICE")).toBe(true);
});

test("devices of one memory type are places of their own", async () => {
  const a = new Heap("a", { devices: [0, 1] });
  const between = { from: "a", to: "a", cost: { latencyUs: 2, gbPerSec: 10 }, copies: true, run: () => {} };
  await using runtime = await createRuntime({ backends: [a.backend({ transfers: [...(a.backend().transfers ?? []), between] })] });
  expect(pathOf(runtime.route(spec("a", 4, "float32", 0), "a", { device: 1 }))).toEqual(["a", "a:1"]);
  expect(pathOf(runtime.route(spec("a", 4, "float32", 1), "ndarray"))).toEqual(["a:1", "ndarray"]);
  expect(runtime.route(spec("a", 4, "float32", 1), "a").hops).toEqual([]);
});

test("transfers between two memory types stay on their device", async () => {
  const [a, b] = [new Heap("a", { devices: [0, 1] }), new Heap("b", { devices: [0, 1] })];
  await using runtime = await createRuntime({ backends: [a.backend({ transfers: [link(a, b, { latencyUs: 1, gbPerSec: 1 })] }), b.backend({ transfers: [] })] });
  expect(pathOf(runtime.route(spec("a", 4, "float32", 1), "b", { device: 1 }))).toEqual(["a:1", "b:1"]);
  expect(() => runtime.route(spec("a", 4, "float32", 0), "b", { device: 1 })).toThrow("no route from a to b:1: no transfers connect them.");
});

test("a way between devices through the host is refused, naming both ends and the cheapest such way, unless allowed", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend()] });
  const error = thrownBy(() => runtime.route(spec("a", 4000), "b"));
  if (!isOpenHcsError(error, "HOST_ROUNDTRIP_REFUSED")) throw error;
  expect(error).toMatchObject({ from: "a", to: "b", refused: "a -> ndarray -> b" });
  expect(error.message).toBe("a to b has no direct transfer; the cheapest route a -> ndarray -> b (about 21 µs) passes through the host. Pass { allowHostRoundtrip: true } to allow it.");
  expect(pathOf(runtime.route(spec("a", 4000), "b", { allowHostRoundtrip: true }))).toEqual(["a", "ndarray", "b"]);
});

test("strict routes pass through other devices, never through the host, however cheap that is", async () => {
  const [a, b, c] = [new Heap("a", { cost: { latencyUs: 0, gbPerSec: 1000 } }), new Heap("b", { cost: { latencyUs: 0, gbPerSec: 1000 } }), new Heap("c")];
  const slow = { latencyUs: 900, gbPerSec: 1 };
  await using runtime = await createRuntime({ backends: [a.backend(), b.backend(), c.backend({ transfers: [link(a, c, slow), link(c, b, slow)] })] });
  expect(pathOf(runtime.route(spec("a", 4), "b"))).toEqual(["a", "c", "b"]);
  expect(pathOf(runtime.route(spec("a", 4), "b", { allowHostRoundtrip: true }))).toEqual(["a", "ndarray", "b"]);
});

test("edges come and go with their backends", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  await using runtime = await createRuntime({ backends: [a.backend()] });
  expect(() => runtime.route(spec("a", 4), "b")).toThrow('no memory type "b"');
  await runtime.addBackend(b.backend({ transfers: [link(a, b, { latencyUs: 1, gbPerSec: 1 })] }));
  expect(pathOf(runtime.route(spec("a", 4), "b"))).toEqual(["a", "b"]);
  await runtime.removeBackend("b");
  expect(() => runtime.route(spec("a", 4), "b")).toThrow('no memory type "b"');
  await runtime.removeBackend("a");
  expect([...runtime.memoryTypes.names()]).toEqual(["ndarray"]);
});

test("a backend that only links others' memory types brings its edges", async () => {
  const [a, b] = [new Heap("a"), new Heap("b")];
  const bridge = defineBackend(() => ({ name: "bridge", transfers: [link(a, b, { latencyUs: 1, gbPerSec: 1 })], probe: () => true as const, open: () => ({}) }));
  await using runtime = await createRuntime({ backends: [bridge(), a.backend(), b.backend()] });
  expect(runtime.route(spec("a", 4), "b").hops[0]?.backends).toEqual(["bridge"]);
  await runtime.removeBackend("bridge");
  expect(() => runtime.route(spec("a", 4), "b")).toThrow("passes through the host");
});
