import assert from "node:assert/strict";
import type { MemoryType, NdArray, Runtime } from "@openhcs/core";
import { compareBits } from "./compare/arrays.js";
import type { Subject } from "./subject.js";

export interface RoundTripOptions {
  readonly device?: number;
  /** What is special about the array, for messages. */
  readonly what?: string;
}

/** Moves an array to the memory type and back, and holds the result against it bit for bit. */
export async function roundTrip(
  subject: Subject, runtime: Runtime, { name }: MemoryType, array: NdArray, { device = 0, what = "elements" }: RoundTripOptions = {},
): Promise<void> {
  const label = `${name}: ${array} with ${what}`;
  const there = await subject.within(`${label} to ${name}`, () => runtime.to(array, name, { device }));
  const { dtype, shape, memoryType, device: at, bytes } = runtime.spec(there);
  const expected = { dtype: array.dtype, shape: [...array.shape], memoryType: name, device, bytes: array.bytes };
  assert.deepEqual({ dtype, shape: [...shape], memoryType, device: at, bytes }, expected, `${label}: spec`);
  const back = await subject.within(`${label} back`, () => runtime.to(there, "ndarray"));
  const answer = compareBits(back, array);
  assert.ok(answer === true, `${label}: what came back ${answer}`);
  runtime.dispose(back);
  runtime.dispose(there);
}

/** The host's copy of an array of any memory type, with elements of its own. */
export async function download(subject: Subject, runtime: Runtime, value: unknown): Promise<NdArray> {
  return subject.within("a transfer to the host", () => runtime.to(value, "ndarray", { copy: true }));
}
