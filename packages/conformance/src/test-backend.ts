import { isFunctionDefinition, type Backend, type Dtype, type FunctionDefinition } from "@openhcs/core";
import * as library from "@openhcs/functions";
import type { Case, Declared } from "./check.js";
import { checks } from "./checks/index.js";
import { runAndEnd } from "./run-and-end.js";
import { Subject } from "./subject.js";
import type { TestFunction } from "./test-function.js";

export interface TestBackendOptions {
  /** Definitions of functions that the kernels implement beyond the built-in ones. */
  readonly functions?: readonly FunctionDefinition[];
  /** Dtypes with which kernels are tried, for backends whose kernels take long to compile for each. Default: all that a kernel takes. */
  readonly dtypes?: readonly Dtype[];
  /** What a probe, an opening, a closing or one call may take; default 20 000. */
  readonly limitMs?: number;
  /** What one test may take where the test runner keeps time; default 120 000. */
  readonly timeoutMs?: number;
}

/**
 * Holds a backend against the contract: one test per sentence, for vitest and node:test alike.
 *
 * @param factory gives a fresh backend; called once to read the declarations, and once per test
 * @param test `test` of vitest or of node:test. What the declarations or this machine exclude is skipped with the reason
 */
export function testBackend(factory: () => Backend, test: TestFunction, options: TestBackendOptions = {}): void {
  const { timeoutMs = 120_000 } = options;
  const backend = factory();
  for (const each of backendCases(factory, options)) {
    const run = async (context: Parameters<Parameters<TestFunction>[1]>[0]) => {
      const reason = await runCase(each, factory, options);
      if (reason !== undefined) context.skip(reason);
    };
    test(`${backend.name}: ${each.name}`, run, each.timeoutMs ?? timeoutMs);
  }
}

/** The tests that follow from a backend's declarations, in order. */
export function backendCases(factory: () => Backend, options: TestBackendOptions = {}): readonly Case[] {
  const declared = declare(factory, options);
  return checks.flatMap((check) => check(declared));
}

/** Runs one of them with a fresh backend. @returns why it was skipped, if it was @throws what it found wrong */
export async function runCase({ run }: Case, factory: () => Backend, options: TestBackendOptions = {}): Promise<string | undefined> {
  const { limitMs = 20_000, dtypes } = options;
  return runAndEnd(run, new Subject(declare(factory, options), { limitMs, dtypes }));
}

function declare(factory: () => Backend, { functions = [] }: TestBackendOptions): Declared {
  const builtIn = Object.values<unknown>(library).filter(isFunctionDefinition);
  return { backend: factory(), functions: new Map([...builtIn, ...functions].map((definition) => [definition.name, definition])) };
}
