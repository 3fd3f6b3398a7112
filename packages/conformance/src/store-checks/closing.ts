import { skip } from "../check.js";
import type { StoreCase } from "../store-case.js";
import { assertHolds } from "./assert-store.js";

/** A store can be left at any time. */
export const closing: readonly StoreCase[] = [
  {
    name: "closing twice is harmless, and loses nothing",
    async run(subject) {
      const store = await subject.open();
      if (store.close === undefined) skip("has nothing to close");
      const other = await subject.reopen(store);
      const pending = subject.register(store, "alpha");
      await subject.within("close", async () => store.close?.());
      await subject.within("the second close", async () => store.close?.());
      await assertHolds(other, [await pending], "after closing");
    },
  },
  {
    name: "closing ends its subscriptions",
    async run(subject) {
      const store = await subject.open();
      if (store.close === undefined || store.watch === undefined) skip("has no subscriptions to end by closing");
      const other = await subject.reopen(store);
      const told: string[] = [];
      const subscription = await store.watch(({ name = "the keys" }) => told.push(name));
      await subject.within("close", async () => store.close?.());
      await subject.register(other, "alpha");
      await subject.within("ending a subscription that has ended", async () => subscription[Symbol.asyncDispose]());
      if (told.length > 0) throw new Error(`told of "${told.join('", "')}" after it was closed`);
    },
  },
];
