import { InvalidOptionError } from "@openhcs/core";
import type { IsolationLimits } from "@openhcs/isolation";
import { leastLimits } from "@openhcs/validator";

/**
 * What one call of an isolated function may take.
 *
 * The memory of array buffers is held less tightly than the heap: a child sets some 100 MB aside for itself, which they may use too.
 */
export type CallLimits = Partial<IsolationLimits>;

/** The tighter of several, member by member. @throws InvalidOptionError for one that is no limit */
export function tightest(...limits: readonly (CallLimits | undefined)[]): CallLimits {
  const tight: { -readonly [Name in keyof CallLimits]: number } = {};
  for (const given of limits) {
    for (const name of ["timeoutMs", "memoryBytes", "arrayBytes"] as const) {
      const value: unknown = given?.[name];
      if (value === undefined) continue;
      if (typeof value !== "number" || !Number.isFinite(value) || value < leastLimits[name]) {
        throw new InvalidOptionError(`limits.${name}`, `must be a finite number of at least ${leastLimits[name]}, received ${String(value)}`);
      }
      tight[name] = Math.min(value, tight[name] ?? Infinity);
    }
  }
  return Object.freeze(tight);
}
