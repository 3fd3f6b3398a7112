import assert from "node:assert/strict";
import type { Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernel } from "../declarations.js";
import { download } from "../round-trip.js";
import { oneImage } from "../samples/shapes.js";
import { runKernel, takenTrials } from "../trials.js";

/** Arrays are immutable once given to a runtime: a kernel reads its inputs and writes elsewhere. */
export const kernelInputs: Check = (declared) =>
  perKernel(declared, "never writes to its inputs", async (subject, implementation) => {
    const runtime = await subject.runtime();
    for await (const { trial, placed } of takenTrials(subject, runtime, implementation, { shapes: oneImage })) {
      await runKernel(subject, runtime, implementation, trial, placed);
      for (const [name, original] of Object.entries(trial.arrays)) {
        const answer = compareBits(await download(subject, runtime, placed[name]), original);
        assert.ok(answer === true, `${trial.what}: input "${name}" ${answer} after the call`);
      }
    }
  });
