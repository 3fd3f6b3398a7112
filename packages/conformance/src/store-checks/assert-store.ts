import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { isOpenHcsError, type FunctionStore, type StoredSource } from "@openhcs/core";

/** Holds everything in a store against what it must be, by name. */
export async function assertHolds(store: FunctionStore, expected: readonly StoredSource[], when: string): Promise<void> {
  const { sources, failures } = await store.load();
  assert.deepEqual(failures, [], `${when}: failures of load`);
  const byName = (all: readonly StoredSource[]): readonly StoredSource[] => all.map(plain).sort((one, other) => (one.name < other.name ? -1 : 1));
  assert.deepEqual(byName(sources), byName(expected), `${when}: what load gives`);
  for (const source of expected) assert.deepEqual(plain(await store.read(source.name)), plain(source), `${when}: what read gives for "${source.name}"`);
}

/** Holds what a store says of a source against the source that it was given. */
export function assertStored(stored: StoredSource | undefined, { name, source, language, signature }: Pick<StoredSource, "name" | "source" | "language" | "signature">): void {
  const expected = { name, source, language, hash: createHash("sha256").update(source).digest("hex"), ...(signature && { signature }) };
  const { filePath: _, ...found } = plain(stored);
  assert.deepEqual(found, expected, `what is stored of "${name}"`);
}

export async function assertRefused(call: Promise<unknown>, code: "STORE_CONFLICT" | "INVALID_STORE_NAME", what: string): Promise<void> {
  const [end] = await Promise.allSettled([call]);
  assert.equal(end?.status, "rejected", `${what}: it should have been refused`);
  const { reason } = end as PromiseRejectedResult;
  assert.ok(isOpenHcsError(reason, code), `${what}: expected ${code}, received ${String(reason)}`);
}

function plain(source: StoredSource | undefined): StoredSource {
  assert.ok(source !== undefined, "the store has no such source");
  const { name, source: text, hash, language, filePath, signature } = source;
  return { name, source: text, hash, language, ...(filePath !== undefined && { filePath }), ...(signature && { signature: { key: signature.key, signature: signature.signature } }) };
}
