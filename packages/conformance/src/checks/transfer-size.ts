import assert from "node:assert/strict";
import { freemem } from "node:os";
import { dtypes, isOpenHcsError, NdArray, type Runtime } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { within } from "../within.js";

const size = 2 ** 31 + 3;
const timeoutMs = 300_000;

/** More than 2³¹ bytes, where sizes and offsets kept in 32 bits break. */
export const transferSize: Check = (declared) =>
  perMemoryType(declared, "more than 2³¹ bytes arrive and return", async (subject, { name, dtypes: held = dtypes }) => {
    if (!held.includes("uint8")) skip("does not hold uint8, of which 2³¹ elements fit into one host array");
    if (freemem() < 4 * size) skip(`needs ${gib(4 * size)} of free host memory, has ${gib(freemem())}`);
    const runtime = await subject.runtime();
    const array = NdArray.zeros([size], "uint8");
    for (const at of [0, 2 ** 30, 2 ** 31 - 1, 2 ** 31, size - 1]) array.set([at], 1 + (at % 251));
    const back = await within(timeoutMs, `${name}: ${gib(size)} there and back`, thereAndBack(runtime, array, name));
    const answer = compareBits(back, array);
    assert.ok(answer === true, `what came back ${answer}`);
  }, { timeoutMs });

async function thereAndBack(runtime: Runtime, array: NdArray, memoryType: string): Promise<NdArray> {
  try {
    const there = await runtime.to(array, memoryType);
    return await runtime.to(there, "ndarray");
  } catch (error) {
    if (isOpenHcsError(error, "OUT_OF_MEMORY")) skip(`the device has no room for it: ${error.message}`);
    throw error;
  }
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
