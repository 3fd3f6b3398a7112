import type { FunctionStore } from "@openhcs/core";
import { runAndEnd } from "./run-and-end.js";
import type { Reopen, StoreCase } from "./store-case.js";
import { storeChecks } from "./store-checks/index.js";
import { StoreSubject } from "./store-subject.js";
import type { TestContext, TestFunction } from "./test-function.js";

export interface StoreSuiteOptions {
  /** For a store that outlives its object: another object over the same place. */
  readonly reopen?: Reopen;
  /** A language that the store takes; default "ts". */
  readonly language?: string;
  /** Another language that it takes, where it takes several. */
  readonly otherLanguage?: string;
  /** What one call, or the arrival of an event, may take; default 20 000. */
  readonly limitMs?: number;
}

export interface TestStoreOptions extends StoreSuiteOptions {
  /** `test` of vitest or of node:test. What the store does not offer is skipped with the reason. */
  readonly test: TestFunction;
  /** What one test may take where the test runner keeps time; default 60 000. */
  readonly timeoutMs?: number;
}

/** A fresh store, empty, that shares nothing with others. */
export type MakeStore = () => FunctionStore | Promise<FunctionStore>;

/** Holds a store of custom functions against the contract: one test per sentence, for vitest and node:test alike. */
export function testStore(make: MakeStore, { test, timeoutMs = 60_000, ...options }: TestStoreOptions): void {
  for (const each of storeCases) {
    const run = async (context: TestContext): Promise<void> => {
      const reason = await runStoreCase(each, make, options);
      if (reason !== undefined) context.skip(reason);
    };
    test(each.name, run, timeoutMs);
  }
}

/** The tests of a store, in order. */
export const storeCases: readonly StoreCase[] = storeChecks;

/** Runs one of them with a fresh store. @returns why it was skipped, if it was @throws what it found wrong */
export async function runStoreCase({ run }: StoreCase, make: MakeStore, { reopen, language = "ts", otherLanguage, limitMs = 20_000 }: StoreSuiteOptions = {}): Promise<string | undefined> {
  return runAndEnd(run, new StoreSubject({ make, reopen, language, otherLanguage, limitMs }));
}
