import assert from "node:assert/strict";
import { isOpenHcsError, type FunctionStore, type StoredSource } from "@openhcs/core";
import type { StoreCase } from "../store-case.js";
import type { StoreSubject } from "../store-subject.js";
import { assertHolds, assertStored } from "./assert-store.js";

const changesAtOnce = 12;
const registrationsAtOnce = 40;
const increments = 10;

/** Changes at once come to the same as one after another. */
export const crowd: readonly StoreCase[] = [
  {
    name: "of changes at once from one state, one is made and the others are refused",
    async run(subject) {
      const store = await subject.open();
      await assertOneWins(subject, [store]);
    },
  },
  {
    name: "registrations at once are all kept",
    async run(subject) {
      const store = await subject.open();
      const stored = await Promise.all(Array.from({ length: registrationsAtOnce }, (_, at) => subject.register(store, `f${at}`)));
      await assertHolds(store, stored, "after all");
    },
  },
  {
    name: "of changes at once through two objects, one is made and the others are refused",
    async run(subject) {
      const store = await subject.open();
      await assertOneWins(subject, [store, await subject.reopen(store)]);
    },
  },
  {
    name: "of changes at once through two objects, each is answered with what it made itself",
    async run(subject) {
      const store = await subject.open();
      const other = await subject.reopen(store);
      await subject.register(store, "alpha", "at first");
      await Promise.all([store, other].map((each, at) => insist(subject, each, "alpha", (_, count) => `object ${at}, change ${count}`)));
    },
  },
  {
    name: "no change through two objects is lost",
    async run(subject) {
      const store = await subject.open();
      const other = await subject.reopen(store);
      await subject.register(store, "counter", "0");
      await Promise.all([store, other].map((each) => insist(subject, each, "counter", (before) => String(Number(before) + 1))));
      assert.equal((await store.read("counter"))?.source, String(2 * increments), "what two counted to together");
    },
  },
];

async function assertOneWins(subject: StoreSubject, stores: readonly FunctionStore[]): Promise<void> {
  const [store] = stores as [FunctionStore];
  const alpha = await subject.register(store, "alpha", "before");
  const attempts = Array.from({ length: changesAtOnce }, (_, at) => subject.update(stores[at % stores.length] as FunctionStore, alpha, `attempt ${at}`));
  const ends = await Promise.allSettled(attempts);
  const made = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  assert.equal(made.length, 1, "how many of the changes were made");
  for (const end of ends) {
    if (end.status === "rejected") assert.ok(isOpenHcsError(end.reason, "STORE_CONFLICT"), `expected STORE_CONFLICT, received ${String(end.reason)}`);
  }
  await assertHolds(store, made, "after all");
}

/** Reads and writes until the write is taken, so often. */
async function insist(subject: StoreSubject, store: FunctionStore, name: string, next: (before: string, count: number) => string): Promise<void> {
  for (let made = 0; made < increments; ) {
    const before = (await store.read(name)) as StoredSource;
    const source = next(before.source, made);
    const [end] = await Promise.allSettled([subject.update(store, before, source)]);
    if (end?.status === "rejected") {
      if (!isOpenHcsError(end.reason, "STORE_CONFLICT")) throw end.reason;
      continue;
    }
    assertStored(end?.value, subject.after(name, source));
    made++;
  }
}
