import { createRuntime, NdArray, PROBE_CACHE, provide, type BackendSpec, type ProbeCache, type Verdict } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { library } from "../run/sample-functions.js";
import { timersOf } from "../timers.js";
import { Heap } from "./heap.js";

const probed = (probe: BackendSpec["probe"], more: Partial<BackendSpec> = {}) => new Heap("toy").backend({ probe, ...more });

class Kept implements ProbeCache {
  readonly verdicts = new Map<string, Verdict>();
  get(key: string) { return this.verdicts.get(key); }
  set(key: string, verdict: Verdict) { this.verdicts.set(key, verdict); }
}

test("a backend that is not available is listed with its reason and remedy, and told in an event", async () => {
  const runtime = await createRuntime();
  const told = vi.fn<(event: unknown) => void>();
  runtime.events.on("backendUnavailable", told);
  await runtime.addBackend(probed(() => ({ reason: "no driver", remedy: "apt-get install driver" })));
  expect(runtime.unavailable).toEqual([{ backend: "toy", reason: "no driver", remedy: "apt-get install driver" }]);
  expect(told.mock.calls).toEqual([[{ backend: "toy", reason: "no driver", remedy: "apt-get install driver" }]]);
  expect([runtime.backends.has("toy"), runtime.memoryTypes.has("toy")]).toEqual([false, false]);
});

test.each<[string, BackendSpec["probe"], string]>([
  ["throws", () => { throw new Error("segfault averted"); }, "its probe failed: segfault averted"],
  ["rejects", () => Promise.reject(new Error("no permission")), "its probe failed: no permission"],
  ["throws something that is no error", () => Promise.reject("a string"), "its probe failed: a string"],
  ["hangs", () => new Promise(() => {}), "its probe did not answer within 20 ms"],
  ["answers false", () => false as never, "its probe answered false where true, devices or a reason is due"],
  ["answers nothing", () => undefined as never, "its probe answered undefined where true, devices or a reason is due"],
  ["answers an empty object", () => ({}) as never, "its probe answered {} where true, devices or a reason is due"],
  ["answers devices that are no list", () => ({ devices: 2 }) as never, 'its probe answered {"devices":2} where true, devices or a reason is due'],
])("a probe that %s makes its backend unavailable and nothing else", async (_, probe, reason) => {
  await using runtime = await createRuntime({ backends: [probed(probe), new Heap("sound").backend()], probeTimeoutMs: 20 });
  expect(runtime.unavailable).toEqual([{ backend: "toy", reason }]);
  expect([...runtime.backends.names()]).toEqual(["sound"]);
});

test("backends are probed side by side", async () => {
  const waiting: (() => void)[] = [];
  const probe = () => new Promise<true>((resolve) => {
    waiting.push(() => resolve(true));
    if (waiting.length === 3) for (const answer of waiting.splice(0)) answer(); // none answers before all are asked
  });
  const slow = (name: string) => new Heap(name).backend({ probe });
  await using runtime = await createRuntime({ backends: [slow("a"), slow("b"), slow("c")] });
  expect([...runtime.backends.names()]).toEqual(["a", "b", "c"]);
});

test("probing leaves no timer behind that would keep the process alive", async () => {
  const leftTimers = timersOf(61_234);
  await using runtime = await createRuntime({ backends: [probed(() => true)], probeTimeoutMs: 61_234 });
  expect([leftTimers(), runtime.backends.has("toy")]).toEqual([{ begun: 1, left: 0 }, true]);
});

test("a good verdict is kept by version and fingerprint, and asked for anew when either changes", async () => {
  const cache = new Kept();
  const probe = vi.fn<() => Verdict>(() => ({ devices: [{ name: "toy 9000", memoryGb: 4 }] }));
  const start = async (more: Partial<BackendSpec>) => { await (await createRuntime({ backends: [probed(probe, more)], services: [provide(PROBE_CACHE, cache)] }))[Symbol.asyncDispose](); };
  await start({ version: "1", fingerprint: () => "driver 5" });
  await start({ version: "1", fingerprint: () => "driver 5" });
  expect(probe).toHaveBeenCalledTimes(1);
  expect([...cache.verdicts]).toEqual([["toy@1#driver 5", { devices: [{ name: "toy 9000", memoryGb: 4 }] }]]);
  await start({ version: "1", fingerprint: () => "driver 6" });
  await start({ version: "2", fingerprint: () => "driver 6" });
  expect(probe).toHaveBeenCalledTimes(3);
});

test("nothing is kept without a version, without a fingerprint, where the fingerprint throws, or of a bad verdict", async () => {
  const cache = new Kept();
  const services = [provide(PROBE_CACHE, cache)];
  const fingerprint = () => "driver 5";
  for (const more of [{ fingerprint }, { version: "1" }, { version: "1", fingerprint: () => { throw new Error("no file"); } }]) {
    await using runtime = await createRuntime({ backends: [probed(() => true, more)], services });
    expect(runtime.backends.has("toy")).toBe(true);
  }
  await using bad = await createRuntime({ backends: [probed(() => ({ reason: "unplugged" }), { version: "1", fingerprint })], services });
  expect([bad.unavailable.length, cache.verdicts.size]).toEqual([1, 0]);
});

test.each([["a string", "yes"], ["null", null], ["a list", []], ["an empty object", {}], ["a number", 3]])("a kept verdict that is %s is asked for anew", async (_, damaged) => {
  const cache = new Kept();
  cache.verdicts.set("toy@1#d", damaged as never);
  const probe = vi.fn<() => true>(() => true);
  await using runtime = await createRuntime({ backends: [probed(probe, { version: "1", fingerprint: () => "d" })], services: [provide(PROBE_CACHE, cache)] });
  expect([probe.mock.calls.length, runtime.backends.has("toy")]).toEqual([1, true]);
});

test("a cache that throws stops nothing", async () => {
  const broken: ProbeCache = { get: () => { throw new Error("unreadable"); }, set: () => { throw new Error("read-only"); } };
  await using runtime = await createRuntime({ backends: [probed(() => true, { version: "1", fingerprint: () => "d" })], services: [provide(PROBE_CACHE, broken)] });
  expect(runtime.backends.has("toy")).toBe(true);
});

test("a backend that became available is not listed as unavailable any more", async () => {
  let plugged = false;
  const backend = probed(() => plugged || { reason: "unplugged" });
  await using runtime = await createRuntime({ backends: [backend] });
  await runtime.addBackend(backend);
  expect(runtime.unavailable).toEqual([{ backend: "toy", reason: "unplugged" }]);
  plugged = true;
  await runtime.addBackend(backend);
  expect([runtime.unavailable, runtime.backends.has("toy")]).toEqual([[], true]);
});

test("a fingerprint is asked of its backend", async () => {
  const cache = new Kept();
  const driver = { driver: "9", fingerprint(this: { readonly driver: string }) { return `driver ${this.driver}`; } };
  await using runtime = await createRuntime({ backends: [probed(() => true, { version: "1", ...driver })], services: [provide(PROBE_CACHE, cache)] });
  expect([[...cache.verdicts.keys()], runtime.backends.size]).toEqual([["toy@1#driver 9"], 1]);
});

test.each<[string, Verdict, readonly number[] | undefined, readonly number[]]>([
  ["the devices of its probe where it names none", { devices: [{ name: "a" }, { name: "b" }] }, undefined, [0, 1]],
  ["the devices that it names, whatever the probe tells", { devices: [{ name: "a" }, { name: "b" }] }, [1], [1]],
  ["one device where nothing is told", true, undefined, [0]],
  ["one device where the probe lists none", { devices: [] }, undefined, [0]],
])("the graph has %s", async (_, verdict, devices, expected) => {
  const heap = new Heap("toy", devices === undefined ? {} : { devices });
  await using runtime = await createRuntime({ backends: [heap.backend({ probe: () => verdict })] });
  const places = runtime.transfers.filter(({ from }) => from === "ndarray").map(({ to }) => to);
  expect(places).toEqual(expected.map((device) => (device === 0 ? "toy" : `toy:${device}`)));
});

test("a reason that is a sentence does not end twice", async () => {
  await using runtime = await createRuntime({ backends: [probed(() => ({ reason: "No device.", remedy: "Plug one in." }))], functions: library });
  expect(() => runtime.plan("toy:scale", NdArray.zeros([1]))).toThrow(/^toy is not available: No device\. Plug one in\.$/);
});
