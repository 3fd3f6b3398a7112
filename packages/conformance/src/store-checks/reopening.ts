import assert from "node:assert/strict";
import { skip } from "../check.js";
import type { StoreCase } from "../store-case.js";
import { assertHolds } from "./assert-store.js";
import { assertKeys, keysOf } from "./trusted-keys.js";

/** What one object stored is there for the next. */
export const reopening: readonly StoreCase[] = [
  {
    name: "sources and signatures are there for another object",
    async run(subject) {
      const store = await subject.open();
      const alpha = await subject.register(store, "alpha", "one");
      const beta = await subject.change(store, { kind: "registered", after: { ...subject.after("beta"), signature: { key: "a key", signature: "a signature" } } });
      const updated = await subject.update(store, alpha, "two");
      const gone = await subject.register(store, "gamma");
      await subject.delete(store, gone);
      await assertHolds(await subject.reopen(store), [updated, beta], "for another object");
    },
  },
  {
    name: "histories are there for another object",
    async run(subject) {
      const store = await subject.open();
      if (store.history === undefined) skip("keeps no history");
      const alpha = await subject.register(store, "alpha", "one");
      await subject.rename(store, alpha, "beta", "two");
      const other = await subject.reopen(store);
      for (const name of ["alpha", "beta"]) assert.deepEqual(await other.history?.(name), await store.history(name), `the history of "${name}"`);
    },
  },
  {
    name: "trusted keys are there for another object",
    async run(subject) {
      const store = await subject.open();
      const key = { key: "bGFi", label: "the lab", grantsTrust: true };
      await keysOf(store).trust(key);
      const other = await subject.reopen(store);
      assertKeys(await keysOf(other).trustedKeys(), [key]);
    },
  },
  {
    name: "what one object changes another reads at once",
    async run(subject) {
      const store = await subject.open();
      const other = await subject.reopen(store);
      await assertHolds(other, [], "before anything");
      const alpha = await subject.register(store, "alpha", "one");
      await assertHolds(other, [alpha], "after registering");
      const beta = await subject.rename(other, alpha, "beta");
      await assertHolds(store, [beta], "after the other object renamed it");
    },
  },
];
