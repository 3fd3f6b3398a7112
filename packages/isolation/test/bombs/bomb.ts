/** How a call may end that a bomb is set off in. */
export type End = "GUEST_TIMED_OUT" | "GUEST_OUT_OF_MEMORY" | "GUEST_DIED" | "GUEST_FAILED" | "GUEST_VALUE" | "result";

/** Code that uses up what its host needs, as source of a guest. */
export interface Bomb {
  /** What the guest does. */
  readonly name: string;
  /** Statements before the function, run when the source is evaluated. */
  readonly top?: string;
  /** Of an asynchronous function that receives `image`, float32 of 128 × 128. */
  readonly body: string;
  /** Limits other than those of all bombs. */
  readonly limits?: { readonly timeoutMs?: number; readonly memoryBytes?: number; readonly arrayBytes?: number };
  readonly ends: readonly End[];
  /** Why it cannot be held where there is no addon. */
  readonly needsAddon?: string;
}

/** Memory may run out in the heap, outside of it, or not before the time does. */
export const exhausted = ["GUEST_OUT_OF_MEMORY", "GUEST_DIED", "GUEST_TIMED_OUT", "GUEST_FAILED"] as const;
