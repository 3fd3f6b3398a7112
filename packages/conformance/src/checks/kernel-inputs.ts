import assert from "node:assert/strict";
import type { Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernelOfArrays } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";
import { oneImage } from "../samples/shapes.js";

/** Arrays are immutable once given to a runtime: a kernel reads its inputs and writes elsewhere. */
export const kernelInputs: Check = (declared) =>
  perKernelOfArrays(declared, "never writes to its inputs", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    for await (const { trial, placed } of bench.taken({ shapes: oneImage })) {
      await bench.run(trial, placed);
      for (const [name, original] of Object.entries(trial.arrays)) {
        const answer = compareBits(await bench.download(placed[name]), original);
        assert.ok(answer === true, `${trial.what}: input "${name}" ${answer} after the call`);
      }
    }
  });
