import type { Allocator, LogLevel } from "@openhcs/core";
import type { IsolationLimits } from "./limits.js";

/** What is known of an array that stays with the host. */
export interface HandleDescription {
  readonly memoryType: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** What the code of a call may ask of whoever calls it. */
export interface GuestHost {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<IsolationLimits>;
  /** Made from within another call, whose child waits for it: it gets a child beyond the maximum where need be, or both could wait forever. */
  readonly isNested?: boolean;
  /** Runs a library function or a registered one. What `allocator` makes goes to the guest without being copied. */
  run(key: string, args: readonly unknown[], allocator: Allocator): Promise<unknown>;
  /** Whether what `run` gives for a key is nobody else's: then the guest may write to it, and give it back. Default: not. */
  givesFresh?(key: string): boolean;
  /** Hears how far the code is, from 0 to 1, where it tells so; of one call at most 10 000 times. */
  progress(fraction: number, message?: string): void;
  /** Hears a line that the code wrote to its console; of one call at most 1 000, and then how many more there were. */
  log(level: LogLevel, text: string): void;
  /** Describes an array of another memory type than ndarray: it goes in as an opaque handle and comes back as what it was. */
  handleOf?(value: unknown): HandleDescription | undefined;
}
