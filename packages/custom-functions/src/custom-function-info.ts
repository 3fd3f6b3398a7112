import type { Parameters, ProcessingContract } from "@openhcs/core";
import type { CallLimits } from "./call-limits.js";
import type { HeldFunction } from "./held-source.js";
import type { Tier } from "./signing/trust.js";

/** What can be known of a custom function without running it; frozen plain data. */
export interface CustomFunctionInfo {
  readonly name: string;
  /** `openhcs:brightSpots`. */
  readonly key: string;
  /** As the source spells it. */
  readonly originalName: string;
  /** Absent where the store keeps no files. */
  readonly filePath?: string;
  /** Where the body computes. */
  readonly memoryType: string;
  readonly memoryTypes: { readonly input: string; readonly execution: string; readonly output: string };
  readonly doc: string;
  readonly parameters: Parameters;
  readonly contract?: ProcessingContract;
  /** What one call may take, where the function is isolated: the tightest of the host's limits and its own. */
  readonly limits: CallLimits;
  /** SHA-256 of the source. */
  readonly version: string;
  /** Whether it is kept in a store of the host, and there again after a restart. */
  readonly persisted: boolean;
  /** Name of the store that keeps it. */
  readonly store: string;
  /** Name of the source in its store. */
  readonly sourceName: string;
  /** The other functions of the source. */
  readonly siblings: readonly string[];
  readonly trusted: boolean;
  readonly tier: Tier;
  /** Whether the source carries a signature that fits it. */
  readonly signed: boolean;
  /** Label of the trusted key that signed it. */
  readonly signedBy?: string;
}

export function infoOf({ name, declared, entry, limits, source: { prepared, stored, store, functions } }: HeldFunction, persisted: boolean): CustomFunctionInfo {
  const { definition: { contract, parameters } } = entry;
  const { trusted, tier, signedBy } = prepared.verdict;
  const memoryTypes = Object.freeze({ input: declared.inputMemoryType, execution: declared.executionMemoryType, output: declared.outputMemoryType });
  return Object.freeze({
    name, key: entry.key, limits, originalName: declared.originalName, memoryType: memoryTypes.execution, memoryTypes, doc: declared.documentation, parameters,
    version: prepared.hash, persisted, store: store.name, sourceName: stored.name, trusted, tier, signed: prepared.signature !== undefined,
    siblings: Object.freeze(functions.map((fn) => fn.name).filter((other) => other !== name)),
    ...(stored.filePath === undefined ? {} : { filePath: stored.filePath }),
    ...(contract === undefined ? {} : { contract }),
    ...(signedBy === undefined ? {} : { signedBy }),
  });
}
