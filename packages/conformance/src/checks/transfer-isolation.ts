import assert from "node:assert/strict";
import { dtypes } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { bitPattern, bytesOf } from "../samples/bit-patterns.js";
import { download } from "../round-trip.js";

/** A transfer reads its source and shares nothing with it, unless it declares to. */
export const transferIsolation: Check = (declared) => [
  ...perMemoryType(declared, "a transfer leaves its source as it was", async (subject, { name, dtypes: held = dtypes }) => {
    const runtime = await subject.runtime();
    for (const dtype of held) {
      const source = bitPattern(dtype, [7, 9], 4);
      const there = await subject.within(`${source} to ${name}`, () => runtime.to(source, name));
      await download(subject, runtime, there);
      const answer = compareBits(source, bitPattern(dtype, [7, 9], 4));
      assert.ok(answer === true, `${source} after its transfer ${answer}`);
    }
  }),
  ...perMemoryType(declared, "a transfer that copies shares no elements with its source", async (subject, { name, dtypes: held = dtypes }) => {
    const ways = (subject.backend.transfers ?? []).filter(({ from, to }) => [from, to].includes(name) && [from, to].includes("ndarray"));
    if (ways.length === 0 || ways.some(({ copies }) => !copies)) skip("declares transfers that share elements");
    const asked = { copy: ways.some(({ copies }) => copies === "onRequest") }; // Of one that shares where it can, copies are asked for.
    const runtime = await subject.runtime();
    const dtype = held[0] ?? "float32";
    const source = bitPattern(dtype, [7, 9], 5);
    const there = await subject.within(`${source} to ${name}`, () => runtime.to(source, name, asked));
    bytesOf(source.data).fill(0);
    const first = await subject.within(`${name} to ndarray`, () => runtime.to(there, "ndarray", asked));
    assertSame(compareBits(first, bitPattern(dtype, [7, 9], 5)), "after its source was written to, the copy");
    bytesOf(first.data).fill(0);
    const second = await subject.within(`${name} to ndarray`, () => runtime.to(there, "ndarray", asked));
    assertSame(compareBits(second, bitPattern(dtype, [7, 9], 5)), "after its first download was written to, the second");
  }),
];

function assertSame(answer: true | string, what: string): void {
  assert.ok(answer === true, `${what} ${answer}`);
}
