import { isOpenHcsError } from "@openhcs/core";
import type { IsolationLimits } from "@openhcs/isolation";

/** What one call of a function of the user may take in any command. */
export const commandLimits: IsolationLimits = { timeoutMs: 60_000, memoryBytes: 512 * 2 ** 20, arrayBytes: 4096 * 2 ** 20 };

const declared = { timeoutMs: "time", memoryBytes: "memory", arrayBytes: "arrays" } as const satisfies Record<keyof IsolationLimits, string>;

/** Whose limit a function met, and what can be done; undefined for errors of other kinds. */
export function limitMet(error: unknown): string | undefined {
  if (isOpenHcsError(error, "GUEST_TIMED_OUT")) return limitText("timeoutMs", error.timeoutMs);
  return isOpenHcsError(error, "GUEST_OUT_OF_MEMORY") ? limitText(error.limit, error.limitBytes) : undefined;
}

/** A function's own limits can only tighten those of the command. */
function limitText(limit: keyof IsolationLimits, value: number): string {
  return value < commandLimits[limit]
    ? `the function's own, "@limit ${declared[limit]}" in its source; change it there.`
    : "the same for every function in this command; let the function do less at once, for example with --slice-by-slice.";
}
