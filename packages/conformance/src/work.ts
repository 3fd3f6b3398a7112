import assert from "node:assert/strict";
import { compareBits } from "./compare/arrays.js";
import { bitPattern } from "./samples/bit-patterns.js";
import { skip } from "./check.js";
import { isTaken, place, runKernel, trialsOf } from "./trials.js";
import type { Runtime } from "@openhcs/core";
import type { Subject } from "./subject.js";

/** Has the backend do something, whatever it can: a round trip of an array, or a call of its first kernel that takes one. */
export async function startWork(subject: Subject, runtime: Runtime, seed: number): Promise<void> {
  const { memoryTypes = [], kernels = [] } = subject.backend;
  const [memoryType] = memoryTypes;
  if (memoryType !== undefined) {
    const array = bitPattern(memoryType.dtypes?.[0] ?? "float32", [19, 23], seed);
    const there = await runtime.to(array, memoryType.name);
    const back = await runtime.to(there, "ndarray", { copy: true });
    runtime.dispose(there);
    assert.ok(compareBits(back, array) === true, "a round trip changed the array");
    return;
  }
  for (const kernel of kernels) {
    const definition = subject.functions.get(kernel.function);
    if (definition === undefined || kernel.memoryType !== "ndarray") continue;
    const implementation = { kernel, definition };
    for (const trial of trialsOf(implementation, { shapes: [[19, 23]], seed })) {
      const placed = await place(subject, runtime, implementation, trial);
      if (isTaken(runtime, subject, implementation, trial, placed) !== true) continue;
      await runKernel(subject, runtime, implementation, trial, placed);
      return;
    }
  }
  skip("has neither a memory type nor a kernel on host arrays to work with");
}
