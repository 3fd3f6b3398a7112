import assert from "node:assert/strict";
import type { Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernel } from "../declarations.js";
import { download } from "../round-trip.js";
import { isTaken, place, runKernel, trialsOf } from "../trials.js";

/** Arrays are immutable once given to a runtime: a kernel reads its inputs and writes elsewhere. */
export const kernelInputs: Check = (declared) =>
  perKernel(declared, "never writes to its inputs", async (subject, implementation) => {
    const runtime = await subject.runtime();
    for (const trial of trialsOf(implementation, { shapes: [[24, 31], [3, 12, 13]] })) {
      const placed = await place(subject, runtime, implementation, trial);
      if (isTaken(runtime, subject, implementation, trial, placed) !== true) continue;
      await runKernel(subject, runtime, implementation, trial, placed);
      for (const [name, original] of Object.entries(trial.arrays)) {
        const answer = compareBits(await download(subject, runtime, placed[name]), original);
        assert.ok(answer === true, `${trial.what}: input "${name}" ${answer} after the call`);
      }
    }
  });
