import type { ParameterArgument } from "../function/argument.js";
import type { FunctionEntry } from "../function/entry.js";
import { takesArrays } from "../function/signature.js";
import { FileAccessError } from "./run-errors.js";

/**
 * Lets code that is not trusted name no files: the host would read them in its place. Bytes may be passed.
 *
 * @throws FileAccessError
 */
export function refusePaths(caller: FunctionEntry, called: FunctionEntry, args: readonly unknown[]): void {
  if (caller.trusted) return;
  const given = args[takesArrays(called.definition) ? 1 : 0];
  if (!isRecord(given)) return;
  for (const [name, argument] of Object.entries(called.definition.parameters as Readonly<Record<string, ParameterArgument>>)) {
    if (Object.hasOwn(given, name) && namesFile(argument, given[name])) throw new FileAccessError(caller.key, called.key, name);
  }
}

function namesFile(argument: ParameterArgument, value: unknown): boolean {
  if (value === undefined) return false;
  if (argument.type === "file") return !ArrayBuffer.isView(value);
  if (argument.type === "list" && argument.items !== undefined && Array.isArray(value)) return value.some((item) => namesFile(argument.items as ParameterArgument, item));
  if (argument.type !== "object" || !isRecord(value)) return false;
  return Object.entries(argument.properties ?? {}).some(([name, property]) => Object.hasOwn(value, name) && namesFile(property, value[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
