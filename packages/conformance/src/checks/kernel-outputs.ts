import assert from "node:assert/strict";
import { isNdArray, type Kernel, type NdArray } from "@openhcs/core";
import type { Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernelOfArrays } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";
import { bytesOf } from "../samples/bit-patterns.js";
import { oneImage } from "../samples/shapes.js";

/** Outputs are fresh: neither survives nor falls with an input. */
export const kernelOutputs: Check = (declared) => [
  ...perKernelOfArrays(declared, "returns none of its inputs", async (subject, implementation) => {
    const returned: string[] = [];
    const bench = await KernelBench.open(subject, implementation, { run: hearingOf(implementation.kernel, returned) });
    for await (const { trial, placed } of bench.taken({ shapes: oneImage })) {
      await bench.run(trial, placed);
      assert.deepEqual(returned, [], `${trial.what}: inputs that were returned as outputs`);
    }
  }),
  ...perKernelOfArrays(declared, "outputs outlive the inputs", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    for await (const { trial, placed } of bench.taken({ shapes: oneImage })) {
      const outputs = bench.arraysOf(await bench.run(trial, placed));
      const before = await Promise.all(outputs.map((output) => bench.download(output)));
      giveUp(bench, Object.values(placed));
      // Whatever memory became free is written to again.
      bench.dispose(Object.values(await bench.place(trial)));
      for (const [at, output] of outputs.entries()) {
        assertSame(await bench.download(output), before[at] as NdArray, `${trial.what}: an output, after the inputs were given up,`);
      }
    }
  }),
  ...perKernelOfArrays(declared, "inputs outlive the outputs", async (subject, implementation) => {
    const bench = await KernelBench.open(subject, implementation);
    for await (const { trial, placed } of bench.taken({ shapes: oneImage })) {
      giveUp(bench, bench.arraysOf(await bench.run(trial, placed)));
      for (const [name, original] of Object.entries(trial.arrays)) {
        assertSame(await bench.download(placed[name]), original, `${trial.what}: input "${name}", after the outputs were given up,`);
      }
    }
  }),
];

/** The kernel's `run`, which notes the names of inputs that come back as outputs. */
function hearingOf(kernel: Kernel, returned: string[]): Kernel["run"] {
  return async (inputs, parameters, context) => {
    const result: unknown = await kernel.run(inputs, parameters, context);
    const values = [result, ...(typeof result === "object" && result !== null ? Object.values(result) : [])];
    returned.push(...Object.entries(inputs).filter(([, input]) => values.includes(input)).map(([name]) => name));
    return result;
  };
}

/** Ends the life of arrays; their elements are written over where the host can reach them. */
function giveUp(bench: KernelBench, arrays: readonly unknown[]): void {
  for (const array of arrays) if (isNdArray(array)) bytesOf(array.data).fill(0xa5);
  bench.dispose(arrays);
}

function assertSame(got: NdArray, expected: NdArray, what: string): void {
  const answer = compareBits(got, expected);
  assert.ok(answer === true, `${what} ${answer}`);
}
