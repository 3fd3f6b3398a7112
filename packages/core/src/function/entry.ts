import type { Registry } from "../registry/registry.js";
import { isFunctionDefinition } from "./define-function.js";
import type { FunctionDefinition } from "./definition.js";
import { definitionOf } from "./live-function.js";
import type { Tagged } from "./tag.js";

/** A function to run: its key, or the function itself. */
export type FunctionReference = string | FunctionDefinition | Tagged;

/** A registered function: its definition, and what registering made of it. */
export interface FunctionEntry {
  /** `gaussian`, `openhcs:brightSpots`. */
  readonly key: string;
  readonly namespace?: string;
  readonly definition: FunctionDefinition;
  /** Runs in the host's process, by the host's grant. */
  readonly trusted: boolean;
  /** The name in the source, where the key has another. */
  readonly originalName?: string;
  /** Package or file that brought it. */
  readonly module?: string;
  /** Version, or the SHA-256 of a custom function's source. */
  readonly version?: string;
}

/** On a function that stands for a registered one: the key by which runtimes resolve it. */
export const registeredKey = Symbol.for("openhcs.registered-key");

export function registeredKeyOf(fn: FunctionDefinition | Tagged): string | undefined {
  return (fn as { readonly [registeredKey]?: string })[registeredKey];
}

export function sameEntry(a: FunctionEntry, b: FunctionEntry): boolean {
  return a.definition === b.definition || (a.version !== undefined && a.version === b.version && a.key === b.key);
}

/** Whether a value can only be meant as a function; one without a decorator is told to get one where it is resolved. */
export function isFunctionReference(value: unknown): value is FunctionReference {
  return typeof value === "string" || typeof value === "function" || isFunctionDefinition(value);
}

/**
 * The entry of a function given as a value; one that nobody registered is its own.
 *
 * Kernels are found by the bare name, which therefore is a definition's only where no other has it; else, as for live functions, the
 * namespace is `host`.
 */
export function entryOf(fn: FunctionDefinition | Tagged, functions: Registry<FunctionEntry>): FunctionEntry {
  const definition = definitionOf(fn);
  const registered = functions.find(definition.name);
  if (registered?.definition === definition) return registered;
  if (isFunctionDefinition(fn) && registered === undefined) return { key: definition.name, definition, trusted: true };
  return { key: `host:${definition.name}`, namespace: "host", definition, trusted: true };
}
