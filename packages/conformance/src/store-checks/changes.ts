import assert from "node:assert/strict";
import type { StoreCase } from "../store-case.js";
import { assertHolds, assertStored } from "./assert-store.js";

/** A change makes of the store what it says, and gives what is stored now. */
export const changes: readonly StoreCase[] = [
  {
    name: "an update replaces the source and nothing else",
    async run(subject) {
      const store = await subject.open();
      const [alpha, beta] = [await subject.register(store, "alpha"), await subject.register(store, "beta")];
      const updated = await subject.update(store, alpha, "another");
      assertStored(updated, subject.after("alpha", "another"));
      await assertHolds(store, [updated, beta], "after the update");
    },
  },
  {
    name: "a renamed source has its new name alone",
    async run(subject) {
      const store = await subject.open();
      const [alpha, beta] = [await subject.register(store, "alpha"), await subject.register(store, "beta")];
      const renamed = await subject.rename(store, alpha, "gamma", "export const gamma = 1;\n");
      assertStored(renamed, subject.after("gamma", "export const gamma = 1;\n"));
      await assertHolds(store, [beta, renamed], "after the renaming");
      assert.equal(await store.read("alpha"), undefined, "what the old name reads as");
    },
  },
  {
    name: "a source that changes its language is one source, in the new language",
    async run(subject) {
      const language = subject.otherLanguage;
      const store = await subject.open();
      const [alpha, beta] = [await subject.register(store, "alpha"), await subject.register(store, "beta")];
      const after = { ...subject.after("alpha", "in another language\n"), language };
      const changed = await subject.change(store, { kind: "updated", before: alpha, after });
      assertStored(changed, after);
      await assertHolds(store, [changed, beta], "after the change of language");
    },
  },
  {
    name: "what is deleted is gone, and its name free",
    async run(subject) {
      const store = await subject.open();
      const [alpha, beta] = [await subject.register(store, "alpha"), await subject.register(store, "beta")];
      await subject.delete(store, alpha);
      await assertHolds(store, [beta], "after the deletion");
      assert.equal(await store.read("alpha"), undefined, "what the deleted name reads as");
      await assertHolds(store, [await subject.register(store, "alpha", "again"), beta], "after it was registered again");
    },
  },
];
