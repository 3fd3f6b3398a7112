import assert from "node:assert/strict";
import { dtypes, messageOf, type Dtype, type Transfer } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { perMemoryType } from "../declarations.js";
import { bitPattern } from "../samples/bit-patterns.js";
import type { Subject } from "../subject.js";

/** What a memory type does not declare it refuses, in a message that names the dtype; never is it cast in silence. */
export const transferDtypes: Check = (declared) =>
  perMemoryType(declared, "dtypes beyond the declaration are refused by name", async (subject, { name, dtypes: held = dtypes }) => {
    const uploads = (subject.backend.transfers ?? []).filter(({ from, to }) => from === "ndarray" && to === name);
    const beyond = (transfer: Transfer) => dtypes.filter((dtype) => !held.includes(dtype) || transfer.dtypes?.includes(dtype) === false);
    if (uploads.length === 0) skip("has no transfer of its own from the host");
    if (uploads.every((upload) => beyond(upload).length === 0)) skip("declares every dtype");
    const session = await subject.session();
    for (const upload of uploads) for (const dtype of beyond(upload)) await assertRefused(subject, upload, dtype, session);
  });

async function assertRefused(subject: Subject, { from, to, run }: Transfer, dtype: Dtype, session: unknown): Promise<void> {
  const context = { session, device: subject.backend.devices?.[0] ?? 0, fresh: false, signal: new AbortController().signal };
  let message: string;
  try {
    await subject.within(`${from} → ${to} of ${dtype}`, async () => run(bitPattern(dtype, [3, 5], 3), context));
    message = "";
  } catch (error) {
    message = messageOf(error);
  }
  assert.notEqual(message, "", `${from} → ${to} took ${dtype}, which it does not declare`);
  assert.ok(message.includes(dtype), `the refusal of ${dtype} does not name it: ${message}`);
}
