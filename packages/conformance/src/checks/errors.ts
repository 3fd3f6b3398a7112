import assert from "node:assert/strict";
import { isOpenHcsError, type CallResult } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareOutputs, defaultTolerance, relaxed } from "../compare/agreement.js";
import { perKernel, perKernelOfArrays } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";
import { oneImage } from "../samples/shapes.js";

/** Ranks and sizes at which a kernel must either say that it cannot, or be right. */
const awkward = [[], [5], [0], [0, 6], [4, 0], [2, 0, 3], [2, 3, 4, 5], [1, 1, 1, 1, 1]];

/** A call that cannot be done fails with a code, in time, and harms no other. */
export const errors: Check = (declared) => [
  ...perKernelOfArrays(declared, "what the reference refuses it refuses with a code, and goes on", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    for await (const { trial, placed } of bench.planned({ shapes: awkward, examples: 2 })) {
      const expected = await bench.reference(trial);
      if (expected === undefined) await assertRefused(bench.run(trial, placed), trial.what);
      else await assertForms(bench, await bench.run(trial, placed), expected, trial.what);
    }
    await assertWorks(bench);
  }),
  ...perKernel(declared, "a call that is aborted beforehand is refused as ABORTED, and the next one is right", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    const { trial, placed } = await bench.firstTaken({ shapes: oneImage });
    await assertRefused(bench.run(trial, placed, { signal: AbortSignal.abort() }), "an aborted call", "ABORTED");
    await assertWorks(bench);
  }),
  ...perKernel(declared, "a call that is aborted on the way ends, and the next one is right", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    const { trial, placed } = await bench.firstTaken({ shapes: oneImage });
    for (const delayMs of [0, 1, 3]) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), delayMs);
      const [end] = await Promise.allSettled([bench.run(trial, placed, { signal: abort.signal })]);
      clearTimeout(timer);
      if (end?.status === "rejected") assertCode(end.reason, "an aborted call", "ABORTED");
    }
    await assertWorks(bench);
  }),
  ...perKernelOfArrays(declared, "fails with a code on an array that was disposed of", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    const { trial, placed } = await bench.firstTaken({ shapes: oneImage });
    bench.dispose(Object.values(placed));
    await assertRefused(bench.run(trial, placed), trial.what, "DISPOSED");
    await assertWorks(bench);
  }),
];

async function assertRefused(call: Promise<unknown>, what: string, ...codes: readonly string[]): Promise<void> {
  const [end] = await Promise.allSettled([call]);
  assert.equal(end?.status, "rejected", `${what}: it should have been refused`);
  assertCode((end as PromiseRejectedResult).reason, what, ...codes);
}

function assertCode(error: unknown, what: string, ...codes: readonly string[]): void {
  assert.ok(isOpenHcsError(error, ...codes), `${what}: expected ${codes[0] ?? "an error with a code"}, received ${String(error)}`);
}

/** Arrays have the dtype and shape of the reference's, and can be read. */
async function assertForms(bench: KernelBench, got: CallResult, expected: CallResult, what: string): Promise<void> {
  for (const [name, value] of Object.entries(got.outputs)) {
    if (!bench.isArray(name)) continue;
    const [ours, theirs] = [bench.runtime.spec(value), bench.runtime.spec(expected.outputs[name])];
    assert.deepEqual([ours.dtype, ...ours.shape], [theirs.dtype, ...theirs.shape], `${what}: dtype and shape of "${name}"`);
    await bench.download(value);
  }
}

async function assertWorks(bench: KernelBench): Promise<void> {
  const { trial, placed } = await bench.firstTaken({ shapes: oneImage });
  const { outputs: expected } = (await bench.reference(trial)) ?? skip(`the reference refuses what the kernel takes, ${trial.what}`);
  const { outputs } = await bench.run(trial, placed);
  for (const [name, theirs] of Object.entries(expected)) {
    const ours = bench.isArray(name) ? await bench.download(outputs[name]) : outputs[name];
    const answer = compareOutputs(ours, theirs, relaxed(bench.definition.tolerance ?? defaultTolerance(theirs)));
    assert.ok(answer === true, `the next call, ${trial.what}: "${name}" ${answer}`);
  }
}
