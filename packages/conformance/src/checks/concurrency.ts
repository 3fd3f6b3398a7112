import assert from "node:assert/strict";
import type { CallResult, NdArray, Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernel, perMemoryType, type Implementation } from "../declarations.js";
import { download } from "../round-trip.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Subject } from "../subject.js";
import { place, runKernel, takenTrial, type Trial } from "../trials.js";

const calls = 100;

/** What runs at once comes to the same as what runs one by one. */
export const concurrency: Check = (declared) => [
  ...perMemoryType(declared, "a hundred transfers at once keep their arrays apart", async (subject, { name, dtypes: [dtype = "float32"] = [] }) => {
    const runtime = await subject.runtime();
    await Promise.all(Array.from({ length: calls }, async (_, seed) => {
      const array = bitPattern(dtype, [8 + (seed % 7), 9], seed);
      const there = await subject.within(`transfer ${seed}`, () => runtime.to(array, name));
      const answer = compareBits(await download(subject, runtime, there), array);
      assert.ok(answer === true, `transfer ${seed}: what came back ${answer}`);
      runtime.dispose(there);
    }));
  }),
  ...perKernel(declared, "a hundred calls at once give the results of one by one", async (subject, implementation) => {
    const runtime = await subject.runtime();
    const trials = await tenTrials(subject, runtime, implementation);
    const alone: NdArray[] = [];
    for (const trial of trials) alone.push(await run(subject, runtime, implementation, trial));
    await Promise.all(Array.from({ length: calls }, async (_, at) => {
      const trial = trials[at % trials.length] as Trial;
      const answer = compareBits(await run(subject, runtime, implementation, trial), alone[at % trials.length] as NdArray);
      assert.ok(answer === true, `call ${at}, ${trial.what}: the result ${answer}`);
    }));
  }),
];

/** Ten different calls that the kernel takes. */
async function tenTrials(subject: Subject, runtime: Runtime, implementation: Implementation): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let seed = 20; seed < 30; seed++) {
    const { trial, placed } = await takenTrial(subject, runtime, implementation, { shapes: [[16 + (seed % 3), 19], [3, 9 + (seed % 3), 11]], seed });
    for (const value of Object.values(placed)) runtime.dispose(value);
    trials.push(trial);
  }
  return trials;
}

/** The main output, or the first array among the outputs, on the host. */
async function run(subject: Subject, runtime: Runtime, implementation: Implementation, trial: Trial): Promise<NdArray> {
  const placed = await place(subject, runtime, implementation, trial);
  const result: CallResult = await runKernel(subject, runtime, implementation, trial, placed);
  const [name] = Object.entries(implementation.definition.outputs).find(([, output]) => (output as { type: string }).type === "array") ?? [];
  if (name === undefined) skip("has no array among its outputs");
  const array = await download(subject, runtime, result.outputs[name]);
  runtime.dispose(result.outputs[name]);
  for (const value of Object.values(placed)) runtime.dispose(value);
  return array;
}
