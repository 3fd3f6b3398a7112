import assert from "node:assert/strict";
import type { Runtime } from "@openhcs/core";
import { skip } from "./check.js";
import { compareBits } from "./compare/arrays.js";
import { KernelBench } from "./kernel-bench.js";
import { bitPattern } from "./samples/bit-patterns.js";
import { oneImage } from "./samples/shapes.js";
import type { Subject } from "./subject.js";

/** Starts what was prepared. */
export type Work = () => Promise<void>;

/** Something for the backend to do, whatever it can: a round trip of an array, or a call of its first kernel on host arrays. */
export async function prepareWork(subject: Subject, runtime: Runtime, seed: number): Promise<Work> {
  const { memoryTypes = [], kernels = [] } = subject.backend;
  const [memoryType] = memoryTypes;
  if (memoryType !== undefined) {
    return async () => {
      const array = bitPattern(memoryType.dtypes?.[0] ?? "float32", [19, 23], seed);
      const there = await runtime.to(array, memoryType.name);
      const back = await runtime.to(there, "ndarray", { copy: true });
      runtime.dispose(there);
      assert.ok(compareBits(back, array) === true, "a round trip changed the array");
    };
  }
  for (const kernel of kernels) {
    const definition = subject.functions.get(kernel.function);
    if (definition === undefined || kernel.memoryType !== "ndarray") continue;
    const bench = new KernelBench(subject, { kernel, definition }, runtime);
    const { trial, placed } = await bench.firstTaken({ shapes: oneImage, seed });
    return async () => void (await bench.run(trial, placed));
  }
  return skip("has neither a memory type nor a kernel on host arrays to work with");
}

export async function work(subject: Subject, runtime: Runtime, seed: number): Promise<void> {
  const start = await prepareWork(subject, runtime, seed);
  await start();
}
