import assert from "node:assert/strict";
import type { Runtime } from "@openhcs/core";
import { skip } from "./check.js";
import { compareBits } from "./compare/arrays.js";
import { KernelBench } from "./kernel-bench.js";
import { bitPattern } from "./samples/bit-patterns.js";
import { oneImage } from "./samples/shapes.js";
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
    const bench = new KernelBench(subject, { kernel, definition }, runtime);
    const { trial, placed } = await bench.firstTaken({ shapes: oneImage, seed });
    await bench.run(trial, placed);
    return;
  }
  skip("has neither a memory type nor a kernel on host arrays to work with");
}
