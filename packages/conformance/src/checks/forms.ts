import assert from "node:assert/strict";
import { isNdArray, type Backend, type ExportForm, type MemoryType, type TransferContext } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Subject } from "../subject.js";

/** What is handed over in a form arrives whole, and every loan ends. */
export const forms: Check = (declared) =>
  perMemoryType(declared, "hands arrays over in its forms, takes them in whole, and ends the loans", async (subject, memoryType) => {
    const shared = (memoryType.exports ?? []).filter(({ form, betweenProcesses }) =>
      betweenProcesses !== true && (memoryType.imports ?? []).some((accepted) => accepted.form === form && accepted.betweenProcesses !== true));
    if (shared.length === 0) skip("exports no form that it imports too, within a process");
    if (!hasTransfers(subject.backend, memoryType)) skip("has no transfers of its own to and from the host");
    const session = await subject.session();
    const context = { session, device: subject.backend.devices?.[0] ?? 0, fresh: false, signal: new AbortController().signal };
    for (const offered of shared) await lend(subject, memoryType, offered, context);
  });

async function lend(subject: Subject, memoryType: MemoryType, offered: ExportForm, context: TransferContext): Promise<void> {
  const array = bitPattern(offered.dtypes?.[0] ?? memoryType.dtypes?.[0] ?? "float32", [11, 13], 9);
  const value = await move(subject, "ndarray", memoryType.name, array, context);
  const interchange = await subject.within(`export as ${offered.form}`, async () => offered.export(value, context));
  assert.equal(interchange.form, offered.form, "form of what was exported");
  const { spec } = interchange;
  assert.deepEqual({ ...spec, shape: [...spec.shape] }, { ...memoryType.spec(value), shape: [...array.shape] }, `${offered.form}: spec`);
  let ended = 0;
  const release = () => {
    ended++;
    interchange.release?.();
  };
  const accepted = memoryType.imports?.find(({ form }) => form === offered.form);
  const taken: unknown = await subject.within(`import as ${offered.form}`, async () => accepted?.import({ ...interchange, release }, context));
  const back = await move(subject, memoryType.name, "ndarray", taken, context);
  const answer = isNdArray(back) ? compareBits(back, array) : "is no host array";
  assert.ok(answer === true, `${offered.form}: what was taken in ${answer}`);
  memoryType.dispose(taken);
  for (let waits = 0; ended === 0 && waits < 200; waits++) await new Promise((resolve) => { setTimeout(resolve, 5); }); // What is enqueued on it may end first.
  assert.equal(ended, 1, `${offered.form}: times that the loan was ended once the importer let go`);
  memoryType.dispose(value);
}

async function move(subject: Subject, from: string, to: string, value: unknown, context: TransferContext): Promise<unknown> {
  const way = subject.backend.transfers?.find((transfer) => transfer.from === from && transfer.to === to);
  return subject.within(`${from} → ${to}`, async () => way?.run(value, context));
}

function hasTransfers({ transfers = [] }: Backend, { name }: MemoryType): boolean {
  return transfers.some(({ from, to }) => from === "ndarray" && to === name) && transfers.some(({ from, to }) => from === name && to === "ndarray");
}
