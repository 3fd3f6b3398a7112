import assert from "node:assert/strict";
import { isOpenHcsError, type Runtime } from "@openhcs/core";
import type { Check } from "../check.js";
import { compareOutputs, defaultTolerance, relaxed } from "../compare/agreement.js";
import { perKernel, type Implementation } from "../declarations.js";
import { download } from "../round-trip.js";
import { oneImage } from "../samples/shapes.js";
import type { Subject } from "../subject.js";
import { isTaken, place, runKernel, runReference, takenTrial, trialsOf } from "../trials.js";

/** Ranks and sizes at which a kernel must either agree that it cannot, or be right. */
const awkward = [[], [5], [0], [0, 6], [4, 0], [2, 0, 3], [2, 3, 4, 5], [1, 1, 1, 1, 1]];

/** A call that cannot be done fails with a code, in time, and harms no other. */
export const errors: Check = (declared) => [
  ...perKernel(declared, "what the reference refuses it refuses with a code, and goes on", async (subject, implementation) => {
    const runtime = await subject.runtime();
    for (const trial of trialsOf(implementation, { shapes: awkward, examples: 2 })) {
      const expected = await runReference(runtime, implementation, trial);
      const placed = await place(subject, runtime, implementation, trial);
      if (isTaken(runtime, subject, implementation, trial, placed) !== true) continue;
      const call = runKernel(subject, runtime, implementation, trial, placed);
      if (expected === undefined) await assertRefused(call, trial.what);
      else await assertShapes(subject, runtime, implementation, (await call).outputs, expected.outputs, trial.what);
    }
    await assertWorks(subject, runtime, implementation);
  }),
  ...perKernel(declared, "a call that is aborted beforehand is refused as ABORTED, and the next one is right", async (subject, implementation) => {
    const runtime = await subject.runtime();
    const { trial, placed } = await takenTrial(subject, runtime, implementation, { shapes: oneImage });
    const call = runKernel(subject, runtime, implementation, trial, placed, { signal: AbortSignal.abort() });
    await assertRefused(call, "an aborted call", "ABORTED");
    await assertWorks(subject, runtime, implementation);
  }),
  ...perKernel(declared, "a call that is aborted on the way ends, and the next one is right", async (subject, implementation) => {
    const runtime = await subject.runtime();
    const { trial, placed } = await takenTrial(subject, runtime, implementation, { shapes: oneImage });
    for (const delayMs of [0, 1, 3]) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), delayMs);
      const [end] = await Promise.allSettled([runKernel(subject, runtime, implementation, trial, placed, { signal: abort.signal })]);
      clearTimeout(timer);
      if (end?.status === "rejected") assert.ok(isOpenHcsError(end.reason, "ABORTED"), `expected ABORTED, received ${String(end.reason)}`);
    }
    await assertWorks(subject, runtime, implementation);
  }),
  ...perKernel(declared, "fails with a code on an array that was disposed of", async (subject, implementation) => {
    const runtime = await subject.runtime();
    const { trial, placed } = await takenTrial(subject, runtime, implementation, { shapes: oneImage });
    for (const value of Object.values(placed)) runtime.dispose(value);
    await assertRefused(runKernel(subject, runtime, implementation, trial, placed), trial.what, "DISPOSED");
    await assertWorks(subject, runtime, implementation);
  }),
];

async function assertRefused(call: Promise<unknown>, what: string, ...codes: readonly string[]): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(isOpenHcsError(error, ...codes), `${what}: expected ${codes[0] ?? "an error with a code"}, received ${String(error)}`);
    return true;
  }, `${what}: it should have been refused`);
}

type Outputs = Readonly<Record<string, unknown>>;

async function assertShapes(subject: Subject, runtime: Runtime, { definition }: Implementation, ours: Outputs, theirs: Outputs, what: string): Promise<void> {
  for (const [name, value] of Object.entries(ours)) {
    if (definition.outputs[name]?.type !== "array") continue;
    const [got, expected] = [runtime.spec(value), runtime.spec(theirs[name])];
    assert.deepEqual({ dtype: got.dtype, shape: [...got.shape] }, { dtype: expected.dtype, shape: [...expected.shape] }, `${what}: "${name}"`);
    await download(subject, runtime, value);
  }
}

async function assertWorks(subject: Subject, runtime: Runtime, implementation: Implementation): Promise<void> {
  const { trial, placed } = await takenTrial(subject, runtime, implementation, { shapes: oneImage });
  const expected = await runReference(runtime, implementation, trial);
  const { outputs } = await runKernel(subject, runtime, implementation, trial, placed);
  for (const [name, theirs] of Object.entries(expected?.outputs ?? {})) {
    const isArray = implementation.definition.outputs[name]?.type === "array";
    const tolerance = implementation.definition.tolerance ?? defaultTolerance(theirs);
    const answer = compareOutputs(isArray ? await download(subject, runtime, outputs[name]) : outputs[name], theirs, relaxed(tolerance));
    assert.ok(answer === true, `the next call, ${trial.what}: "${name}" ${answer}`);
  }
}
