import type { FunctionEntry, FunctionStore, StoredSource } from "@openhcs/core";
import type { DeclaredFunction } from "@openhcs/validator";
import type { CallLimits } from "./call-limits.js";
import type { PreparedSource } from "./source/prepared-source.js";

/** A source that is registered, with where it is kept. */
export interface HeldSource {
  readonly prepared: PreparedSource;
  readonly stored: StoredSource;
  readonly store: FunctionStore;
  readonly functions: readonly HeldFunction[];
}

export interface HeldFunction {
  readonly name: string;
  readonly declared: DeclaredFunction;
  readonly entry: FunctionEntry;
  readonly limits: CallLimits;
  readonly source: HeldSource;
}

export const namespace = "openhcs";

export function keyOf(name: string): string {
  return `${namespace}:${name}`;
}

export function holdSource(prepared: PreparedSource, stored: StoredSource, store: FunctionStore): HeldSource {
  const functions: HeldFunction[] = [];
  const source: HeldSource = { prepared, stored, store, functions };
  for (const { declared, definition, limits } of prepared.functions) {
    const { name, originalName } = declared;
    const entry: FunctionEntry = Object.freeze({
      key: keyOf(name), namespace, definition, trusted: prepared.verdict.trusted, version: prepared.hash,
      ...(originalName === name ? {} : { originalName }),
      ...(stored.filePath === undefined ? {} : { module: stored.filePath }),
    });
    functions.push({ name, declared, entry, limits, source });
  }
  return source;
}
