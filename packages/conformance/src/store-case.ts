import type { FunctionStore } from "@openhcs/core";
import type { StoreSubject } from "./store-subject.js";

/** One test of a store: a sentence, and what proves it. */
export interface StoreCase {
  readonly name: string;
  /** @throws Skipped where the store lacks what it is about; any other error is a failure. */
  run(subject: StoreSubject): Promise<void>;
}

/** Gives another object over what a store keeps, as another process would have. */
export type Reopen = (store: FunctionStore) => FunctionStore | Promise<FunctionStore>;
