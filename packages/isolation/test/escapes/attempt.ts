import type { NdArray } from "@openhcs/core";

/** An array of the host that guests hold as an opaque handle. */
export class DeviceArray {
  readonly memoryType = "opencl";
  readonly dtype = "float32";
  readonly shape = [128, 128] as const;
}

/** What a call gave: a value, or what it failed with. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** What the host saw of an attempt. */
export interface Seen {
  /** Of `body`, `other` and `later`, as far as there are any. */
  readonly outcomes: readonly Outcome[];
  readonly runs: readonly { readonly key: unknown; readonly args: readonly unknown[] }[];
  readonly progress: readonly (readonly [unknown, unknown])[];
  readonly logs: readonly (readonly [unknown, unknown])[];
  /** What reached the host of a call that had ended. */
  readonly afterTheEnd: readonly string[];
  /** What stood behind the handle of each call. */
  readonly handles: readonly DeviceArray[];
  readonly image: NdArray;
}

/**
 * One way out of the isolation that must not work, as source of a guest, given to it without validation.
 *
 * Function bodies receive `image` (float32, 128 × 128), `parameters` (paths and ports of what must not be reached) and `handle` (an opaque array).
 * They have escaped when one returns a string that is not empty, or when the rules of `verdict.ts` or `escaped` say so.
 */
export interface Attempt {
  /** What the guest does. */
  readonly name: string;
  /** Statements before all functions, run when the source is evaluated. */
  readonly top?: string;
  /** Of an asynchronous function, called first. */
  readonly body: string;
  /** Of a function of another source, called after it; its image is full of 7777.5. */
  readonly other?: string;
  /** Of a second function of the first source, called last. */
  readonly later?: string;
  /** Disposes of what `body` returned before anything else is called. */
  readonly disposes?: true;
  /** A source, and so a child, of its own: the attempt leaves a mess or may fail to compile. */
  readonly alone?: true;
  /** Whether the source may be refused before it runs. */
  readonly mayBeRefused?: true;
  /** Why it must not be run without protection. */
  readonly harmful?: string;
  /** Why it cannot hold, or has no meaning, where arrays are copied through messages. */
  readonly needsSegments?: string;
  /** Why an unprotected runner cannot show that the attempt would be noticed. */
  readonly unproven?: string;
  /** Says what was gained, of what the host saw. */
  readonly escaped?: (seen: Seen) => string | undefined;
}
