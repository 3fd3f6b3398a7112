import assert from "node:assert/strict";
import { dtypes, isOpenHcsError, NdArray, type MemoryType, type Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Subject } from "../subject.js";

/** Every value is a handle on counted storage, known for what it is. */
export const handles: Check = (declared) => [
  ...perMemoryType(declared, "knows its own arrays and no others", async (subject, memoryType) => {
    const { there } = await upload(subject, memoryType);
    assert.equal(memoryType.is(there), true, `is() of its own array`);
    for (const other of [undefined, null, 0, "array", [], {}, new Float32Array(4), NdArray.zeros([2]), () => {}]) {
      assert.equal(memoryType.is(other), false, `is(${String(other)})`);
    }
  }),
  ...perMemoryType(declared, "disposing of a handle twice is harmless", async (subject, memoryType) => {
    const { runtime, there, array } = await upload(subject, memoryType);
    const kept = memoryType.retain(there);
    memoryType.dispose(there);
    memoryType.dispose(there);
    await assertReads(subject, runtime, kept, array, "the handle that was kept");
  }),
  ...perMemoryType(declared, "a second handle keeps the elements", async (subject, memoryType) => {
    const { runtime, there, array } = await upload(subject, memoryType);
    const second = memoryType.retain(there);
    assert.notEqual(second, there, "retain gave the same handle, which cannot be disposed of on its own");
    memoryType.dispose(there);
    await assertReads(subject, runtime, second, array, "the second handle");
  }),
  ...perMemoryType(declared, "another shape is another handle on the same elements", async (subject, memoryType) => {
    if (memoryType.reshape === undefined) skip("does not offer reshape");
    const { runtime, there, array } = await upload(subject, memoryType);
    const shape = [1, ...array.shape];
    const reshaped = memoryType.reshape(there, shape);
    memoryType.dispose(there);
    assert.deepEqual([...memoryType.spec(reshaped).shape], shape, "its shape");
    await assertReads(subject, runtime, reshaped, array.reshape(shape), "the handle of another shape");
  }),
  ...perMemoryType(declared, "planes and their stack are the same elements", async (subject, memoryType) => {
    const { plane, stack } = memoryType;
    if (plane === undefined || stack === undefined) skip("does not offer plane and stack");
    const { runtime, there, array } = await upload(subject, memoryType, [3, 5, 7]);
    const planes: unknown[] = [];
    for (let at = 0; at < 3; at++) planes.push(await plane.call(memoryType, there, at));
    memoryType.dispose(there);
    await assertReads(subject, runtime, planes[1], array.slice(1), "plane 1");
    await assertReads(subject, runtime, await stack.call(memoryType, planes), array, "the stack of all planes");
  }),
  ...perMemoryType(declared, "use after dispose is refused as DISPOSED", async (subject, memoryType) => {
    const { runtime, there } = await upload(subject, memoryType);
    memoryType.dispose(there);
    await assert.rejects(subject.within("use after dispose", () => runtime.to(there, "ndarray")), isDisposedError);
    const way = (subject.backend.transfers ?? []).find(({ from, to }) => from === memoryType.name && to === "ndarray");
    if (way === undefined) return;
    const session = await subject.session();
    const context = { session, device: subject.backend.devices?.[0] ?? 0, fresh: false, signal: new AbortController().signal };
    await assert.rejects(subject.within("a transfer after dispose", async () => way.run(there, context)), isDisposedError);
  }),
  ...perMemoryType(declared, "tells once, when the last handle goes, that elements are freed", async (subject, memoryType) => {
    if (memoryType.onFree === undefined) skip("does not offer onFree");
    const { there } = await upload(subject, memoryType);
    let freed = 0;
    memoryType.onFree(there, () => freed++);
    const second = memoryType.retain(there);
    memoryType.dispose(there);
    assert.equal(freed, 0, "freed although a handle is left");
    memoryType.dispose(second);
    memoryType.dispose(second);
    assert.equal(freed, 1, "times that it was freed");
  }),
];

async function upload(subject: Subject, { name, dtypes: held = dtypes }: MemoryType, shape: readonly number[] = [5, 7]): Promise<{ runtime: Runtime; there: unknown; array: NdArray }> {
  const runtime = await subject.runtime();
  const array = bitPattern(held[0] ?? "float32", shape, 6);
  return { runtime, array, there: await subject.within(`${array} to ${name}`, () => runtime.to(array, name, { copy: true })) };
}

async function assertReads(subject: Subject, runtime: Runtime, handle: unknown, expected: NdArray, what: string): Promise<void> {
  const answer = compareBits(await subject.within(what, () => runtime.to(handle, "ndarray")), expected);
  assert.ok(answer === true, `${what} ${answer}`);
}

function isDisposedError(error: unknown): boolean {
  assert.ok(isOpenHcsError(error, "DISPOSED"), `expected DISPOSED, received ${String(error)}`);
  return true;
}
