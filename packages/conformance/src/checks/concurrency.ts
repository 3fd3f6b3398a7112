import assert from "node:assert/strict";
import type { NdArray } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perKernel, perMemoryType } from "../declarations.js";
import { KernelBench } from "../kernel-bench.js";
import { download } from "../round-trip.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Trial } from "../trials.js";

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
    const bench = await KernelBench.open(subject, implementation);
    const trials = await differentTrials(bench, 10);
    const alone: NdArray[] = [];
    for (const trial of trials) alone.push(await firstArray(bench, trial));
    await Promise.all(Array.from({ length: calls }, async (_, at) => {
      const trial = trials[at % trials.length] as Trial;
      const answer = compareBits(await firstArray(bench, trial), alone[at % trials.length] as NdArray);
      assert.ok(answer === true, `call ${at}, ${trial.what}: the result ${answer}`);
    }));
  }),
];

async function differentTrials(bench: KernelBench, count: number): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const { trial, placed } = await bench.firstTaken({ shapes: [[16 + (seed % 3), 19], [3, 9 + (seed % 3), 11]], seed });
    bench.dispose(Object.values(placed));
    trials.push(trial);
  }
  return trials;
}

/** The first array that a call gives, on the host. */
async function firstArray(bench: KernelBench, trial: Trial): Promise<NdArray> {
  const placed = await bench.place(trial);
  const arrays = bench.arraysOf(await bench.run(trial, placed));
  if (arrays.length === 0) skip("has no array among its outputs");
  const array = await bench.download(arrays[0]);
  bench.dispose([...arrays, ...Object.values(placed)]);
  return array;
}
