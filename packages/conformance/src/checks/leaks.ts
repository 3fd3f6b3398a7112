import assert from "node:assert/strict";
import type { Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { perKernel, perMemoryType, type Implementation } from "../declarations.js";
import { memoryInUse } from "../process-memory.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Subject } from "../subject.js";
import { runKernel, takenTrials, type Placed, type Trial } from "../trials.js";

const mib = 2 ** 20;
/** Milliseconds that repeating may take. */
const patienceMs = 3_000;

/** What was taken is given back. */
export const leaks: Check = (declared) => [
  ...perMemoryType(declared, "the bytes held return to where they began", async (subject, { name, onFree, dtypes: held = ["float32"] }) => {
    if (onFree === undefined) skip("does not offer onFree, so nothing is counted");
    const runtime = await subject.runtime();
    const before = bytesHeld(runtime, name);
    const there = await Promise.all(held.map((dtype, seed) => runtime.to(bitPattern(dtype, [64, 64], seed), name)));
    assert.ok(bytesHeld(runtime, name) > before, "arrays that are held are not counted");
    for (const value of there) runtime.dispose(value);
    assert.equal(bytesHeld(runtime, name), before, "bytes held after everything was disposed of");
  }),
  ...perMemoryType(declared, "trimming gives pooled memory back", async (subject, { name, dtypes: [dtype = "float32"] = [] }) => {
    const { backend } = subject;
    if (backend.trim === undefined || backend.pooled === undefined) skip("has no pool to trim");
    const session = await subject.open();
    try {
      const upload = backend.transfers?.find(({ from, to }) => from === "ndarray" && to === name);
      if (upload === undefined) skip("has no transfer of its own from the host");
      const context = { session, device: backend.devices?.[0] ?? 0, signal: new AbortController().signal };
      const there = await subject.within("upload", async () => upload.run(bitPattern(dtype, [64, 64], 1), context));
      backend.memoryTypes?.find((memoryType) => memoryType.name === name)?.dispose(there);
      await subject.within("trim", async () => backend.trim?.(session));
      const pooled = backend.pooled(session).filter(({ memoryType }) => memoryType === name);
      assert.equal(pooled.reduce((sum, { pooledBytes }) => sum + pooledBytes, 0), 0, "bytes pooled after trim");
    } finally {
      await subject.close(session);
    }
  }),
  ...perMemoryType(declared, "the process does not grow with the arrays that came and went", async (subject, { name, dtypes: [dtype = "float32"] = [] }) => {
    const runtime = await subject.runtime();
    const array = bitPattern(dtype, [512, 1024], 1);
    await assertNoGrowth(array.bytes, async () => {
      runtime.dispose(await runtime.to(array, name));
    });
  }),
  ...perKernel(declared, "the process does not grow with the calls", async (subject, implementation) => {
    const runtime = await subject.runtime();
    const { trial, placed, bytes } = await largestTaken(subject, runtime, implementation);
    await assertNoGrowth(bytes, async () => {
      const { outputs } = await runKernel(subject, runtime, implementation, trial, placed);
      for (const [output, value] of Object.entries(outputs)) if (implementation.definition.outputs[output]?.type === "array") runtime.dispose(value);
    });
  }),
];

interface Taken {
  readonly trial: Trial;
  readonly placed: Placed;
  readonly bytes: number;
}

/** A call with the largest elements that the kernel takes: the fewest calls to move many bytes. @throws Skipped when there is none */
async function largestTaken(subject: Subject, runtime: Runtime, implementation: Implementation): Promise<Taken> {
  let largest: Taken | undefined;
  for await (const taken of takenTrials(subject, runtime, implementation, { shapes: [[384, 512], [3, 256, 256]], examples: 1 })) {
    const bytes = Math.max(0, ...Object.values(taken.trial.arrays).map((array) => array.bytes));
    if (bytes > (largest?.bytes ?? 0)) largest = { ...taken, bytes };
  }
  return largest ?? skip("takes no arrays");
}

function bytesHeld(runtime: Runtime, name: string): number {
  return runtime.memory().filter(({ memoryType }) => memoryType === name).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Repeats what would take `bytes` each time if nothing came back; the first times warm pools and caches up. */
async function assertNoGrowth(bytes: number, once: () => Promise<void>): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < 4; i++) await once();
  const eachMs = (performance.now() - start) / 4;
  const times = Math.max(16, Math.min(Math.ceil((64 * mib) / bytes), Math.floor(patienceMs / eachMs)));
  const before = await memoryInUse();
  for (let i = 0; i < times; i++) await once();
  const after = await memoryInUse();
  const leaked = (times * bytes) / 2;
  const grown = { "array buffers": after.buffers - before.buffers, "the process": after.resident - before.resident };
  // What the process holds also moves with the garbage collector's mood; a few calls cannot tell.
  for (const [what, growth] of Object.entries(grown)) {
    const allowed = what === "the process" ? Math.max(leaked, 24 * mib) : leaked;
    assert.ok(growth < allowed, `${times} times left ${(growth / mib).toFixed(1)} MiB behind in ${what}, of ${((times * bytes) / mib).toFixed(1)} MiB that came and went`);
  }
}
