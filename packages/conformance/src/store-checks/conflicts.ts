import type { FunctionStore, StoreChange, StoredSource } from "@openhcs/core";
import type { StoreCase } from "../store-case.js";
import type { StoreSubject } from "../store-subject.js";
import { assertHolds, assertRefused } from "./assert-store.js";

/** Changes that go out from a state that the store is not in. */
const refused: Readonly<Record<string, (subject: StoreSubject, found: { readonly old: StoredSource; readonly alpha: StoredSource; readonly beta: StoredSource }) => StoreChange>> = {
  "registering under a name that is taken": (subject) => ({ kind: "registered", after: subject.after("alpha", "other") }),
  "registering under a name that is taken, in another language": (subject) => ({ kind: "registered", after: { ...subject.after("alpha", "other"), language: subject.otherLanguage } }),
  "registering the same source twice": (subject, { alpha }) => ({ kind: "registered", after: subject.after("alpha", alpha.source) }),
  "updating a version that is no longer there": (subject, { old }) => ({ kind: "updated", before: old, after: subject.after("alpha", "other") }),
  "deleting a version that is no longer there": (_, { old }) => ({ kind: "deleted", before: old }),
  "renaming a version that is no longer there": (subject, { old }) => ({ kind: "renamed", before: old, after: subject.after("gamma") }),
  "renaming to a name that is taken": (subject, { alpha }) => ({ kind: "renamed", before: alpha, after: subject.after("beta", alpha.source) }),
  "updating what is not there": (subject, { alpha }) => ({ kind: "updated", before: { name: "gamma", hash: alpha.hash }, after: subject.after("gamma") }),
  "renaming to a name that is taken, in another language": (subject, { alpha }) => ({ kind: "renamed", before: alpha, after: { ...subject.after("beta", alpha.source), language: subject.otherLanguage } }),
  "deleting what is not there": (_, { alpha }) => ({ kind: "deleted", before: { name: "gamma", hash: alpha.hash } }),
};

/** Compare and swap: a change from another state is refused, and changes nothing. */
export const conflicts: readonly StoreCase[] = Object.entries(refused).map(([what, change]) => ({
  name: `refuses ${what} as STORE_CONFLICT, and changes nothing`,
  async run(subject) {
    const store = await subject.open();
    const found = await fill(subject, store);
    await assertRefused(subject.within(what, () => store.change(change(subject, found))), "STORE_CONFLICT", what);
    await assertHolds(store, [found.alpha, found.beta], "after the refusal");
  },
}));

async function fill(subject: StoreSubject, store: FunctionStore): Promise<{ readonly old: StoredSource; readonly alpha: StoredSource; readonly beta: StoredSource }> {
  const old = await subject.register(store, "alpha", "the first");
  return { old, alpha: await subject.update(store, old, "the second"), beta: await subject.register(store, "beta") };
}
