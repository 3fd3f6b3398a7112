import { isOpenHcsError } from "@openhcs/core";
import { defaultLimits, type IsolationLimits } from "@openhcs/isolation";

const declared = { timeoutMs: "time", memoryBytes: "memory", arrayBytes: "arrays" } as const satisfies Record<keyof IsolationLimits, string>;

/** Whose limit a function met, and what can be done; undefined for errors of other kinds. */
export function limitMet(error: unknown): string | undefined {
  if (isOpenHcsError(error, "GUEST_TIMED_OUT")) return limitText("timeoutMs", error.timeoutMs);
  return isOpenHcsError(error, "GUEST_OUT_OF_MEMORY") ? limitText(error.limit, error.limitBytes) : undefined;
}

/** A function's own limits can only tighten those of the command, which are the default ones. */
function limitText(limit: keyof IsolationLimits, value: number): string {
  return value < defaultLimits[limit]
    ? `the function's own, "@limit ${declared[limit]}" in its source; change it there.`
    : "the same for every function in this command; let the function do less at once: of a stack a plane with --slice-by-slice, of a plane a smaller image.";
}
