import assert from "node:assert/strict";
import type { CallResult, Tolerance } from "@openhcs/core";
import type { Check } from "../check.js";
import { compareOutputs, defaultTolerance, relaxed } from "../compare/agreement.js";
import { perKernel } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";

/** A kernel is right when it agrees with the host reference, within the function's own tolerance. */
export const kernelAgreement: Check = (declared) =>
  perKernel(declared, "agrees with the reference", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    let refusal = "the function has no example that its reference takes";
    let taken = 0;
    for (const trial of bench.trials()) {
      const expected = await bench.reference(trial);
      if (expected === undefined) continue;
      const placed = await bench.place(trial);
      const answer = bench.takes(trial, placed);
      if (answer === true) {
        await assertAgrees(bench, await bench.run(trial, placed), expected, trial.what);
        taken++;
      } else refusal = answer;
      bench.dispose(Object.values(placed));
    }
    assert.ok(taken > 0, `the kernel took none of the trials, so nothing was compared: ${refusal}`);
  });

async function assertAgrees(bench: KernelBench, got: CallResult, expected: CallResult, what: string): Promise<void> {
  assert.deepEqual(Object.keys(got.outputs).sort(), Object.keys(expected.outputs).sort(), `${what}: outputs`);
  for (const [name, theirs] of Object.entries(expected.outputs)) {
    const value = got.outputs[name];
    const ours = bench.isArray(name) ? await bench.download(value) : value;
    const answer = compareOutputs(ours, theirs, toleranceOf(bench, theirs));
    assert.ok(answer === true, `${bench.definition.name}, ${what}: "${name}" ${answer}`);
  }
  bench.dispose(bench.arraysOf(got));
}

function toleranceOf({ kernel, definition }: KernelBench, expected: unknown): Tolerance {
  const tolerance = definition.tolerance ?? defaultTolerance(expected);
  return kernel.accumulates === "float64" ? tolerance : relaxed(tolerance);
}
