import type { Backend, UnavailableBackend } from "../backend/backend.js";
import { checkArguments } from "../function/check-arguments.js";
import { entryOf, registeredKeyOf, type FunctionEntry, type FunctionReference } from "../function/entry.js";
import { InvalidArgumentError, UnknownParameterError } from "../function/function-errors.js";
import { resolveKey, type ResolvedKey } from "../function/resolve.js";
import { signatureOf, takesArrays } from "../function/signature.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { PlanRequest } from "../plan/planner.js";
import type { Registry } from "../registry/registry.js";
import type { CallOptions } from "./call-options.js";
import { checkOptions, isCallOption } from "./check-options.js";
import { InvalidOptionError } from "./run-errors.js";

/** A call whose arguments were checked against the definition. */
export interface PreparedCall {
  readonly request: PlanRequest;
  readonly arrays: Readonly<Record<string, unknown>>;
}

/** Tells what is known of a value if it is an array. */
export interface ArrayFinder {
  find(value: unknown): ArraySpec | undefined;
}

export interface KnownFunctions {
  readonly functions: Registry<FunctionEntry>;
  readonly backends: Registry<Backend>;
  readonly unavailable: () => readonly UnavailableBackend[];
}

/** A call: function found, options and arguments checked. Pure. */
export function prepareCall(fn: FunctionReference, args: readonly unknown[], options: CallOptions, known: KnownFunctions & { readonly identities: ArrayFinder }): PreparedCall {
  const { entry, on } = resolveFunction(fn, known);
  return prepareEntry(entry, args, insistOn(on, entry, options), known.identities);
}

export function resolveFunction(fn: FunctionReference, known: KnownFunctions): ResolvedKey {
  const key = typeof fn === "string" ? fn : registeredKeyOf(fn);
  if (key === undefined) return { entry: entryOf(fn as Exclude<FunctionReference, string>, known.functions) };
  return resolveKey(key, known.functions, (name) => isBackend(name, known));
}

export function prepareEntry(entry: FunctionEntry, args: readonly unknown[], options: CallOptions, identities: ArrayFinder): PreparedCall {
  checkOptions(options);
  const { key, definition } = entry;
  if (args[1] !== undefined && !takesArrays(definition)) {
    throw new InvalidArgumentError(key, "parameters", "come first in a call of a function without arrays, options last", args[1]);
  }
  checkMisplaced(entry, args[takesArrays(definition) ? 1 : 0]);
  const { arrays, specs, parameters, byPlanes } = checkArguments(entry, args, (value) => identities.find(value), options.sliceBySlice);
  return { arrays, request: { entry, specs, parameters, options, byPlanes } };
}

/** @throws UnknownParameterError for an option of the call among the parameters */
function checkMisplaced({ key, definition }: FunctionEntry, parameters: unknown): void {
  if (typeof parameters !== "object" || parameters === null) return;
  for (const name in parameters) {
    if (!isCallOption(name) || signatureOf(definition).names.has(name)) continue;
    throw new UnknownParameterError(key, name, [], "it is an option of the call, and stands in the argument after the parameters.");
  }
}

/** The backend that a key names in front, whatever follows. */
export function insistedBackend(fn: FunctionReference, known: KnownFunctions): string | undefined {
  const namespace = typeof fn === "string" ? fn.slice(0, Math.max(0, fn.indexOf(":"))) : "";
  return namespace === "reference" || isBackend(namespace, known) ? namespace : undefined;
}

function isBackend(name: string, { backends, unavailable }: KnownFunctions): boolean {
  return backends.has(name) || unavailable().some(({ backend }) => backend === name);
}

/** The options with the backend that a function's key insists on. @throws InvalidOptionError where they insist on another */
export function insistOn(on: string | undefined, { definition }: FunctionEntry, options: CallOptions): CallOptions {
  if (on === undefined || on === options.on) return options;
  if (options.on !== undefined) throw new InvalidOptionError("on", `is "${options.on}", but the key ${on}:${definition.name} insists on "${on}"; give only one of them`);
  return { ...options, on };
}
