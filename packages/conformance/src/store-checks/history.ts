import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { FunctionStore, SourceVersion } from "@openhcs/core";
import { skip } from "../check.js";
import type { StoreCase } from "../store-case.js";
import type { StoreSubject } from "../store-subject.js";

/** Every version can be had again, the newest first. */
export const history: readonly StoreCase[] = [
  inHistory("tells every version, the newest first, and goes on after the deletion", async (subject, store) => {
    const started = Date.now();
    const first = await subject.register(store, "alpha", "one");
    const second = await subject.update(store, first, "two");
    await subject.register(store, "beta");
    const third = await subject.change(store, { kind: "restored", before: second, after: subject.after("alpha", "one") });
    await subject.delete(store, third);
    const versions = await historyOf(store, "alpha");
    assertVersions(subject, versions, [["deleted", "one"], ["restored", "one"], ["updated", "two"], ["registered", "one"]]);
    for (const { at } of versions) assert.ok(at >= started - 1 && at <= Date.now() + 1, `a version of ${at}, in milliseconds since the epoch, was made after ${started}`);
    await subject.register(store, "alpha", "anew");
    assertVersions(subject, (await historyOf(store, "alpha")).slice(0, 2), [["registered", "anew"], ["deleted", "one"]]);
  }),
  inHistory("goes on under the names that a source had before", async (subject, store) => {
    const first = await subject.register(store, "alpha", "one");
    const second = await subject.rename(store, first, "beta", "one, renamed");
    await subject.update(store, second, "two");
    assertVersions(subject, await historyOf(store, "beta"), [["updated", "two"], ["renamed", "one, renamed"], ["registered", "one"]]);
    assertVersions(subject, await historyOf(store, "alpha"), [["renamed", "one, renamed"], ["registered", "one"]]);
  }),
  inHistory("tells with which signature a source was kept, its deletion included", async (subject, store) => {
    const signature = { key: "bGFi", signature: "c2lnbmF0dXJl" };
    const first = await subject.change(store, { kind: "registered", after: { ...subject.after("alpha", "one"), signature } });
    const second = await subject.update(store, first, "two");
    const third = await subject.change(store, { kind: "restored", before: second, after: { ...subject.after("alpha", "one"), signature } });
    await subject.delete(store, third);
    assert.deepEqual((await historyOf(store, "alpha")).map((version) => version.signature), [signature, signature, undefined, signature], "signatures, the newest first");
  }),
  inHistory("is empty for a name that nothing had", async (subject, store) => {
    await subject.register(store, "alpha");
    assertVersions(subject, await historyOf(store, "beta"), []);
  }),
  inHistory("gets no version from a change that is refused, or changes nothing", async (subject, store) => {
    const alpha = await subject.register(store, "alpha", "one");
    await Promise.allSettled([store.change({ kind: "registered", after: subject.after("alpha", "two") })]);
    await subject.update(store, alpha, "one");
    assertVersions(subject, await historyOf(store, "alpha"), [["registered", "one"]]);
  }),
];

function inHistory(what: string, run: (subject: StoreSubject, store: FunctionStore) => Promise<void>): StoreCase {
  return {
    name: `the history ${what}`,
    async run(subject) {
      const store = await subject.open();
      if (store.history === undefined) skip("keeps no history");
      await run(subject, store);
    },
  };
}

async function historyOf(store: FunctionStore, name: string): Promise<readonly SourceVersion[]> {
  return (await store.history?.(name)) ?? [];
}

function assertVersions({ language }: StoreSubject, versions: readonly SourceVersion[], expected: readonly (readonly [SourceVersion["change"], string])[]): void {
  assert.deepEqual(versions.map(({ change, source }) => [change, source]), expected, "changes and sources, the newest first");
  for (const version of versions) {
    assert.equal(version.hash, createHash("sha256").update(version.source).digest("hex"), "hash of a version");
    assert.equal(version.language, language, "language of a version");
  }
  const times = versions.map(({ at }) => at);
  assert.deepEqual(times, [...times].sort((one, other) => other - one), "times of the versions, the newest first");
}
