import type { Backend } from "../backend/backend.js";
import { checkArguments } from "../function/check-arguments.js";
import { entryOf, type FunctionEntry, type FunctionReference } from "../function/entry.js";
import { InvalidArgumentError } from "../function/function-errors.js";
import type { FunctionDefinition } from "../function/definition.js";
import { resolveKey, type ResolvedKey } from "../function/resolve.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { PlanRequest } from "../plan/planner.js";
import type { Registry } from "../registry/registry.js";
import type { UnavailableBackend } from "../runtime/runtime.js";
import type { CallOptions } from "./call-options.js";
import { checkOptions } from "./check-options.js";
import { callsByPlanes, checkPlaneCounts, planeSpec, withPlainLists } from "./planes.js";

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
  return prepareEntry(entry, args, on === undefined ? options : { ...options, on }, known.identities);
}

export function resolveFunction(fn: FunctionReference, { functions, backends, unavailable }: KnownFunctions): ResolvedKey {
  if (typeof fn !== "string") return { entry: entryOf(fn, functions) };
  return resolveKey(fn, functions, (name) => backends.has(name) || unavailable().some(({ backend }) => backend === name));
}

export function prepareEntry(entry: FunctionEntry, args: readonly unknown[], options: CallOptions, identities: ArrayFinder): PreparedCall {
  checkOptions(options);
  const { definition } = entry;
  if (args[1] !== undefined && !takesArrays(definition)) {
    throw new InvalidArgumentError(definition.name, "parameters", "come first in a call of a function without arrays, options last", args[1]);
  }
  const stack = firstSpec(definition, args, identities);
  const byPlanes = stack !== undefined && callsByPlanes(definition, options, stack.shape.length);
  const specOf = byPlanes
    ? (value: unknown) => { const spec = identities.find(value); return spec && planeSpec(spec, stack); }
    : (value: unknown) => identities.find(value);
  const { arrays, specs, parameters } = checkArguments(definition, byPlanes ? args : withPlainLists(args), specOf);
  if (byPlanes) checkPlaneCounts(definition, parameters, stack);
  const whole = byPlanes ? wholeSpecs(arrays, identities) : specs;
  return { arrays, request: { entry, specs: whole, parameters, options, byPlanes } };
}

function firstSpec(definition: FunctionDefinition, [first]: readonly unknown[], identities: ArrayFinder): ArraySpec | undefined {
  return takesArrays(definition) ? identities.find(first) : undefined;
}

export function takesArrays({ inputs }: FunctionDefinition): boolean {
  for (const _ in inputs) return true;
  return false;
}

function wholeSpecs(arrays: Readonly<Record<string, unknown>>, identities: ArrayFinder): Record<string, ArraySpec> {
  return Object.fromEntries(Object.entries(arrays).map(([name, value]) => [name, identities.find(value) as ArraySpec]));
}
