import assert from "node:assert/strict";
import { isNdArray, type Kernel, type NdArray, type Runtime } from "@openhcs/core";
import type { Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernel, type Implementation } from "../declarations.js";
import { withKernel } from "../instrument.js";
import { download } from "../round-trip.js";
import { bytesOf } from "../samples/bit-patterns.js";
import { oneImage } from "../samples/shapes.js";
import type { Subject } from "../subject.js";
import { place, runKernel, takenTrials, type Placed, type Trial } from "../trials.js";

/** Outputs are fresh: neither survives nor falls with an input. */
export const kernelOutputs: Check = (declared) => [
  ...perKernel(declared, "returns none of its inputs", async (subject, implementation) => {
    const { kernel } = implementation;
    const returned: unknown[] = [];
    const run: Kernel["run"] = async (inputs, parameters, context) => {
      const result: unknown = await kernel.run(inputs, parameters, context);
      const values = [result, ...(typeof result === "object" && result !== null ? Object.values(result) : [])];
      returned.push(...Object.entries(inputs).filter(([, input]) => values.includes(input)).map(([name]) => name));
      return result;
    };
    const runtime = await subject.runtime(withKernel(subject.backend, kernel, { run }));
    for await (const { trial, placed } of takenTrials(subject, runtime, implementation, { shapes: oneImage })) {
      await runKernel(subject, runtime, implementation, trial, placed);
      assert.deepEqual(returned, [], `${trial.what}: inputs that were returned as outputs`);
    }
  }),
  ...perKernel(declared, "outputs outlive the inputs", (subject, implementation) =>
    withResult(subject, implementation, async ({ runtime, placed, outputs, trial }) => {
      const before = await Promise.all(outputs.map((output) => download(subject, runtime, output)));
      for (const input of Object.values(placed)) overwrite(runtime, input);
      const others = await place(subject, runtime, implementation, trial);
      for (const [at, output] of outputs.entries()) assertSame(await download(subject, runtime, output), before[at] as NdArray, trial, "an output, after the inputs were given up,");
      for (const other of Object.values(others)) runtime.dispose(other);
    })),
  ...perKernel(declared, "inputs outlive the outputs", (subject, implementation) =>
    withResult(subject, implementation, async ({ runtime, placed, outputs, trial }) => {
      for (const output of outputs) overwrite(runtime, output);
      for (const [name, original] of Object.entries(trial.arrays)) {
        assertSame(await download(subject, runtime, placed[name]), original, trial, `input "${name}", after the outputs were given up,`);
      }
    })),
];

interface Result {
  readonly runtime: Runtime;
  readonly placed: Placed;
  /** Its arrays. */
  readonly outputs: readonly unknown[];
  readonly trial: Trial;
}

async function withResult(subject: Subject, implementation: Implementation, examine: (result: Result) => Promise<void>): Promise<void> {
  const runtime = await subject.runtime();
  for await (const { trial, placed } of takenTrials(subject, runtime, implementation, { shapes: oneImage })) {
    const { outputs } = await runKernel(subject, runtime, implementation, trial, placed);
    const arrays = Object.entries(outputs).filter(([name]) => implementation.definition.outputs[name]?.type === "array").map(([, value]) => value);
    await examine({ runtime, placed, outputs: arrays, trial });
  }
}

/** Ends the life of an array; its elements are written over where the host can reach them. */
function overwrite(runtime: Runtime, value: unknown): void {
  if (isNdArray(value)) bytesOf(value.data).fill(0xa5);
  runtime.dispose(value);
}

function assertSame(got: NdArray, expected: NdArray, { what }: Trial, which: string): void {
  const answer = compareBits(got, expected);
  assert.ok(answer === true, `${what}: ${which} ${answer}`);
}
