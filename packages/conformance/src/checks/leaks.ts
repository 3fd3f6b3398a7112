import assert from "node:assert/strict";
import type { Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { perKernel, perMemoryType } from "../declarations.js";
import { KernelBench, type Taken } from "../kernel-bench.js";
import { memoryInUse } from "../process-memory.js";
import { bitPattern } from "../samples/bit-patterns.js";

const mib = 2 ** 20;
/** What a call without arrays counts as, so that it is repeated often, but not for ever. */
const leastBytes = 2 ** 15;
/** Milliseconds that one round of repeating may take. */
const patienceMs = 2_000;

/** What was taken is given back. */
export const leaks: Check = (declared) => [
  ...perMemoryType(declared, "the bytes held return to where they began", async (subject, { name, onFree, dtypes: held = ["float32"] }) => {
    if (onFree === undefined) skip("does not offer onFree, so nothing is counted");
    const runtime = await subject.runtime();
    const before = bytesHeld(runtime, name);
    const there = await Promise.all(held.map((dtype, seed) => runtime.to(bitPattern(dtype, [64, 64], seed), name, { copy: true })));
    assert.ok(bytesHeld(runtime, name) > before, "arrays that are held are not counted");
    for (const value of there) runtime.dispose(value);
    assert.equal(bytesHeld(runtime, name), before, "bytes held after everything was disposed of");
  }),
  ...perMemoryType(declared, "trimming gives pooled memory back", async (subject, { name, dtypes: [dtype = "float32"] = [] }) => {
    const { backend } = subject;
    if (backend.trim === undefined || backend.pooled === undefined) skip("has no pool to trim");
    const session = await subject.session();
    const upload = backend.transfers?.find(({ from, to }) => from === "ndarray" && to === name);
    if (upload === undefined) skip("has no transfer of its own from the host");
    const context = { session, device: backend.devices?.[0] ?? 0, fresh: false, signal: new AbortController().signal };
    const there = await subject.within("upload", async () => upload.run(bitPattern(dtype, [64, 64], 1), context));
    backend.memoryTypes?.find((memoryType) => memoryType.name === name)?.dispose(there);
    await subject.within("trim", async () => backend.trim?.(session));
    const pooled = backend.pooled(session).filter(({ memoryType }) => memoryType === name);
    assert.equal(pooled.reduce((sum, { pooledBytes }) => sum + pooledBytes, 0), 0, "bytes pooled after trim");
  }),
  ...perMemoryType(declared, "the process does not grow with the arrays that came and went", async (subject, { name, dtypes: held }) => {
    const runtime = await subject.runtime();
    const array = bitPattern(held?.[0] ?? "float32", [512, 1024], 1);
    await assertNoGrowth(array.bytes, async () => {
      runtime.dispose(await runtime.to(array, name));
    });
  }),
  ...perKernel(declared, "the process does not grow with the calls", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    const { trial, placed, bytes } = await largestTaken(bench);
    await assertNoGrowth(bytes, async () => bench.dispose(bench.arraysOf(await bench.run(trial, placed))));
  }),
];

/** A call with the largest elements that the kernel takes: the fewest calls to move many bytes. @throws Skipped when there is none */
async function largestTaken(bench: KernelBench): Promise<Taken & { readonly bytes: number }> {
  const found: (Taken & { readonly bytes: number })[] = [];
  for await (const taken of bench.taken({ shapes: [[384, 512], [3, 256, 256]], examples: 1 })) {
    found.push({ ...taken, bytes: Math.max(0, ...Object.values(taken.trial.arrays).map((array) => array.bytes)) });
  }
  return found.reduce((largest, each) => (each.bytes > largest.bytes ? each : largest));
}

function bytesHeld(runtime: Runtime, name: string): number {
  return runtime.memory().filter(({ memoryType }) => memoryType === name).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Repeats what would take `bytes` each time if nothing came back. A first round warms pools, caches and the allocator up. */
async function assertNoGrowth(bytes: number, once: () => Promise<void>): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < 4; i++) await once();
  const eachMs = (performance.now() - start) / 4;
  const times = Math.max(16, Math.min(Math.ceil((64 * mib) / Math.max(bytes, leastBytes)), Math.floor(patienceMs / eachMs)));
  for (let i = 0; i < times; i++) await once();
  const before = await memoryInUse();
  for (let i = 0; i < times; i++) await once();
  const after = await memoryInUse();
  const passed = times * bytes;
  const what = `${times} times, ${inMib(passed)} in all, left behind in`;
  assertAtMost(Math.max(passed / 2, mib), after.buffers - before.buffers, `${what} array buffers`);
  // What the process holds also follows the allocator's mood; a few calls cannot tell.
  assertAtMost(Math.max(passed / 2, 24 * mib), after.resident - before.resident, `${what} the process`);
}

function assertAtMost(allowed: number, grown: number, what: string): void {
  assert.ok(grown <= allowed, `${what}: ${inMib(grown)}`);
}

function inMib(bytes: number): string {
  return `${(bytes / mib).toFixed(1)} MiB`;
}
