import type { FunctionDefinition } from "./definition.js";

/** A registered function: its definition, and what registering made of it. */
export interface FunctionEntry {
  /** `gaussian`, `openhcs:brightSpots`. */
  readonly key: string;
  readonly namespace?: string;
  readonly definition: FunctionDefinition;
  /** Runs in the host's process, by the host's grant. */
  readonly trusted: boolean;
  /** Package or file that brought it. */
  readonly module?: string;
  /** Version, or the SHA-256 of a custom function's source. */
  readonly version?: string;
}

export function sameEntry(a: FunctionEntry, b: FunctionEntry): boolean {
  return a.definition === b.definition || (a.version !== undefined && a.version === b.version && a.key === b.key);
}
