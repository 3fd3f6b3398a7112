import { defineFunction, isOpenHcsError, messageOf, type FunctionDefinition } from "@openhcs/core";
import type { ValidationIssue } from "@openhcs/validator";
import type { SourceBody } from "../body/source-body.js";
import type { CallLimits } from "../call-limits.js";
import type { HeldFunction } from "../held-source.js";
import type { Workings } from "../operations/workings.js";
import { exampleBlocks, type ExampleBlock } from "./example-block.js";
import { exampleName, exampleSource } from "./example-source.js";

export interface ExampleFailure {
  /** In the source of the function, 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface ExampleReport {
  /** Of the `@example` in the source, 1-based. */
  readonly line: number;
  readonly passed: boolean;
  readonly failures: readonly ExampleFailure[];
  readonly durationMs: number;
}

/** What came of the examples in a function's documentation. */
export interface TestReport {
  readonly name: string;
  /** Whether there is an example, and all of them passed. */
  readonly passed: boolean;
  readonly examples: readonly ExampleReport[];
}

/** Runs the `@example`s of a function's documentation, each by itself, where the function itself runs. */
export async function runExamples(workings: Workings, name: string): Promise<TestReport> {
  const held = workings.catalogue.get(name);
  const { prepared: { source } } = held.source;
  const examples: ExampleReport[] = [];
  for (const block of exampleBlocks(source, held.declared.declaration)) {
    const start = performance.now();
    const failures = await failuresOf(workings, held, block);
    examples.push(Object.freeze({ line: block.line, passed: failures.length === 0, failures: Object.freeze(failures), durationMs: performance.now() - start }));
  }
  return Object.freeze({ name: held.name, passed: examples.length > 0 && examples.every(({ passed }) => passed), examples: Object.freeze(examples) });
}

async function failuresOf({ preparer, runtime }: Workings, { source: { prepared }, limits }: HeldFunction, block: ExampleBlock): Promise<readonly ExampleFailure[]> {
  const written = exampleSource(block, { source: prepared.source, libraryFunctions: preparer.libraryFunctions });
  if (written.faults.length > 0) return written.faults;
  const lineOf = (line: number) => block.code[line - written.firstLine]?.line;
  try {
    const body = preparer.body(written.source, prepared.verdict);
    try {
      return await runtime.run(definitionOf(body, limits), {}) as readonly ExampleFailure[];
    } finally {
      await body.retire();
    }
  } catch (error) {
    if (isOpenHcsError(error, "VALIDATION")) return worthTelling(error.errors).map(({ line, message }) => ({ line: lineOf(line) ?? block.line, message }));
    return [{ line: linesOf(error).map(lineOf).find((line) => line !== undefined) ?? block.line, message: messageWithin(error) }];
  }
}

/** Behind a syntax error others are most often its consequences. */
function worthTelling(errors: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const syntax = errors.find(({ stage }) => stage === "syntax");
  return syntax === undefined ? errors : [syntax];
}

function definitionOf(body: SourceBody, limits: CallLimits): FunctionDefinition {
  return defineFunction({
    name: exampleName, documentation: "", inputs: {}, parameters: {}, outputs: { failures: { type: "list" } },
    reference: (_inputs, _parameters, context) => body.call(exampleName, [undefined], context, limits) as Promise<readonly unknown[]>,
  }) as unknown as FunctionDefinition;
}

/** The lines of the text that an error's stack leads through, the innermost first. */
function linesOf(error: unknown): readonly number[] {
  const { guestStack = "", stack = "", cause } = error as { readonly guestStack?: string; readonly stack?: string; readonly cause?: unknown };
  const own = [...`${guestStack}\n${stack}`.matchAll(/example\.ts:(\d+):\d+/g)].map(([, line]) => Number(line));
  return cause instanceof Error ? [...linesOf(cause), ...own] : own;
}

function messageWithin(error: unknown): string {
  return isOpenHcsError(error, "GUEST_FAILED") ? `${error.errorName}: ${error.errorMessage}` : messageOf(error);
}
