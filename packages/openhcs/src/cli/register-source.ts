import { AlreadyRegisteredError, isOpenHcsError } from "@openhcs/core";
import type { CustomFunctionManager } from "@openhcs/custom-functions";
import type { ValidationIssue } from "@openhcs/validator";
import { signatureOf } from "./signing-key.js";
import type { FetchedSource } from "./sources/index.js";
import { UsageError } from "./usage-error.js";

export interface Registered {
  readonly origin: string;
  /** Keys. */
  readonly functions: readonly string[];
  readonly warnings: readonly ValidationIssue[];
}

export interface RegisterSourceOptions {
  /** Replaces the source that has functions of the same names. */
  readonly update: boolean;
  /** Signs it. */
  readonly privateKey: string | undefined;
}

/** Registers what was fetched. @throws UsageError for a file of another kind */
export async function registerSource(manager: CustomFunctionManager, { origin, code, language }: FetchedSource, { update, privateKey }: RegisterSourceOptions): Promise<Registered> {
  if (language === undefined) throw new UsageError(`${origin} is no file of functions: those end with .ts, .mts, .cts, .js, .mjs or .cjs.${isPattern(origin) ? " A pattern is run as it is: openhcs run <file>." : ""}`);
  const { functionNames, warnings } = manager.validate(code);
  const existing = update ? nameAmong(manager, functionNames) : undefined;
  const options = { filename: origin, signature: signatureOf(origin, code, privateKey) };
  try {
    const functions = existing === undefined ? await manager.registerFromCode(code, { language, ...options }) : await manager.update(existing, code, options);
    return { origin, functions: functions.map(({ key }) => key), warnings };
  } catch (error) {
    throw isOpenHcsError(error, "ALREADY_REGISTERED") && !update ? new AlreadyRegisteredError(error.kind, error.takenName, "replace it with --update") : error;
  }
}

/** Of an address, too, behind which more may stand. */
function isPattern(origin: string): boolean {
  return /\.ya?ml(?![^?#])/i.test(origin);
}

/** A function of these names that is there already, or that stands broken in the store. */
function nameAmong(manager: CustomFunctionManager, names: readonly string[]): string | undefined {
  const known = [...manager.list().map(({ name }) => name), ...manager.failures.map(({ sourceName }) => sourceName)];
  return known.find((name) => names.includes(name));
}
