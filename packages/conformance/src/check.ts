import type { Backend, FunctionDefinition } from "@openhcs/core";
import type { Subject } from "./subject.js";

/** One test of a backend: a sentence, and what proves it. */
export interface Case {
  readonly name: string;
  /** Longer than usual; by default what the suite was told. */
  readonly timeoutMs?: number;
  /** @throws Skipped where the backend's declarations or this machine exclude it; any other error is a failure. */
  run(subject: Subject): Promise<void>;
}

/** What can be known of the backend under test without opening it. */
export interface Declared {
  readonly backend: Backend;
  /** Definitions by name, of the built-in functions and of those that the author added. */
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}

/** Reads the declarations and answers with the tests that follow from them. */
export type Check = (declared: Declared) => readonly Case[];

/** Ends a case that does not apply, with the reason; never counted as passed. */
export class Skipped extends Error {
  override readonly name = "Skipped";
}

export function skip(reason: string): never {
  throw new Skipped(reason);
}
