import assert from "node:assert/strict";
import type { CallResult, NdArray, Runtime, Tolerance } from "@openhcs/core";
import type { Check } from "../check.js";
import { compareOutputs, defaultTolerance, relaxed } from "../compare/agreement.js";
import { perKernel, type Implementation } from "../declarations.js";
import { download } from "../round-trip.js";
import type { Subject } from "../subject.js";
import { isTaken, place, runKernel, runReference, trialsOf } from "../trials.js";

/** A kernel is right when it agrees with the host reference, within the function's own tolerance. */
export const kernelAgreement: Check = (declared) =>
  perKernel(declared, "agrees with the reference", async (subject, implementation) => {
    const runtime = await subject.runtime();
    let refusal = "the function has no example that its reference takes";
    let taken = 0;
    for (const trial of trialsOf(implementation)) {
      const expected = await runReference(runtime, implementation, trial);
      if (expected === undefined) continue;
      const placed = await place(subject, runtime, implementation, trial);
      const answer = isTaken(runtime, subject, implementation, trial, placed);
      if (answer === true) {
        const got = await runKernel(subject, runtime, implementation, trial, placed);
        await assertAgrees(subject, runtime, implementation, got, expected, trial.what);
        taken++;
      } else refusal = answer;
      for (const value of Object.values(placed)) runtime.dispose(value);
    }
    assert.ok(taken > 0, `the kernel took none of the trials, so nothing was compared: ${refusal}`);
  });

async function assertAgrees(subject: Subject, runtime: Runtime, implementation: Implementation, got: CallResult, expected: CallResult, what: string): Promise<void> {
  assert.deepEqual(Object.keys(got.outputs).sort(), Object.keys(expected.outputs).sort(), `${what}: outputs`);
  for (const [name, theirs] of Object.entries(expected.outputs)) {
    const ours = await onHost(subject, runtime, implementation, name, got.outputs[name]);
    const answer = compareOutputs(ours, theirs, toleranceOf(implementation, theirs));
    assert.ok(answer === true, `${implementation.definition.name}, ${what}: "${name}" ${answer}`);
  }
}

async function onHost(subject: Subject, runtime: Runtime, { definition }: Implementation, name: string, value: unknown): Promise<unknown> {
  if (definition.outputs[name]?.type !== "array") return value;
  const array: NdArray = await download(subject, runtime, value);
  runtime.dispose(value);
  return array;
}

function toleranceOf({ kernel, definition }: Implementation, expected: unknown): Tolerance {
  const tolerance = definition.tolerance ?? defaultTolerance(expected);
  return kernel.accumulates === "float64" ? tolerance : relaxed(tolerance);
}
