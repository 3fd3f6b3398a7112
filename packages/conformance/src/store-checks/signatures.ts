import type { StoreCase } from "../store-case.js";
import { assertHolds, assertStored } from "./assert-store.js";

const signature = { key: "MCowBQYDK2VwAyEA", signature: "c2lnbmF0dXJl" } as const;

/** A signature belongs to the text that it was made over. */
export const signatures: readonly StoreCase[] = [
  {
    name: "keeps the signature of a source",
    async run(subject) {
      const store = await subject.open();
      const after = { ...subject.after("alpha"), signature };
      const stored = await subject.change(store, { kind: "registered", after });
      assertStored(stored, after);
      await assertHolds(store, [stored], "after registering");
    },
  },
  {
    name: "a source that is there can be signed, and its signature replaced",
    async run(subject) {
      const store = await subject.open();
      let stored = await subject.register(store, "alpha");
      for (const signed of [signature, { ...signature, signature: "YW5vdGhlcg==" }]) {
        const after = { ...subject.after("alpha"), signature: signed };
        stored = await subject.change(store, { kind: "updated", before: stored, after });
        assertStored(stored, after);
        await assertHolds(store, [stored], "after signing");
      }
    },
  },
  {
    name: "the signature goes with an update that brings none",
    async run(subject) {
      const store = await subject.open();
      const signed = await subject.change(store, { kind: "registered", after: { ...subject.after("alpha"), signature } });
      const updated = await subject.update(store, signed, "another");
      assertStored(updated, subject.after("alpha", "another"));
      await assertHolds(store, [updated], "after the update");
    },
  },
];
