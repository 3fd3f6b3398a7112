import type { StoreCase } from "../store-case.js";
import { assertHolds, assertRefused } from "./assert-store.js";

/** What may not name a source: paths, devices, members of every object. */
const invalid = ["", ".", "..", "../alpha", "/etc/alpha", "a/b", "a\\b", "a b", "a.b", "1alpha", "_alpha", "alpha\n", "alpha\0", "álpha", "con", "LPT1", "__proto__", "constructor", "then", "a".repeat(101)];

/** A name stays one in whatever place it comes to. */
export const names: readonly StoreCase[] = [
  {
    name: "refuses names that are none as INVALID_STORE_NAME, and changes nothing",
    async run(subject) {
      const store = await subject.open();
      const alpha = await subject.register(store, "alpha");
      for (const name of invalid) {
        const what = JSON.stringify(name);
        await assertRefused(store.change({ kind: "registered", after: subject.after(name, "text") }), "INVALID_STORE_NAME", `registering ${what}`);
        await assertRefused(store.change({ kind: "renamed", before: alpha, after: subject.after(name, "text") }), "INVALID_STORE_NAME", `renaming to ${what}`);
        await assertRefused(store.change({ kind: "deleted", before: { name, hash: alpha.hash } }), "INVALID_STORE_NAME", `deleting ${what}`);
      }
      await assertHolds(store, [alpha], "after the refusals");
    },
  },
  {
    name: "takes every name that the rule allows",
    async run(subject) {
      const store = await subject.open();
      const stored = [];
      for (const name of ["a", "Z9", "snake_case", "hasOwnProperty", "toString", "valueOf", "a".repeat(100)]) stored.push(await subject.register(store, name));
      await assertHolds(store, stored, "after registering");
    },
  },
];
