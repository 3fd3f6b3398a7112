import type { NativeInterchange } from "./interchange.js";

export type * from "./interchange.js";

/** An array as kernels take it: C-contiguous, from the first element of `data` to its last. `bool` lies in a Uint8Array, `float16` in a Uint16Array. */
export interface NativeArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

export type NativeParameter = number | boolean | string | readonly number[] | null | undefined;

/** What an error of this addon says by its `code`. */
export type NativeErrorCode =
  | "UNKNOWN_OPERATION" | "INVALID_ARGUMENT" | "UNSUPPORTED" | "OUT_OF_MEMORY" | "CANCELLED" | "CLOSED" | "INTERNAL";

export type InstructionSet = "baseline" | "avx2" | "avx512";

export interface SessionOptions {
  /** Threads that run kernels, 1 to 1024; as many as the machine has processors by default. */
  readonly threads?: number | undefined;
  /** A lesser instruction set than the best, to compare with. */
  readonly instructionSet?: InstructionSet | undefined;
}

/** A pool of threads and the calls that run on it. It keeps the process alive only while calls run. */
export interface Session {
  readonly threads: number;
  readonly instructionSet: InstructionSet;
  /**
   * Runs an operation off the JavaScript thread. Outputs are allocated by the caller and overlap no input; the memory of all arrays,
   * plain or shared, must neither be transferred nor written to until the promise settles.
   *
   * A value other than 0 in `cancel[0]` stops the kernel between two strips of rows.
   * Rejects with an Error whose `code` is a {@link NativeErrorCode}.
   */
  run(
    operation: string, inputs: readonly NativeArray[], outputs: readonly NativeArray[],
    parameters?: Readonly<Record<string, NativeParameter>>, cancel?: Int32Array,
  ): Promise<void>;
  /** Stops the threads; calls that run or wait reject with CANCELLED, later ones with CLOSED. */
  close(): void;
}

export interface Addon {
  readonly interchange: NativeInterchange;
  readonly Session: new (options?: SessionOptions) => Session;
  readonly operations: readonly string[];
  /** Those that this processor has, the best last. */
  readonly instructionSets: readonly InstructionSet[];
}

export interface LoadFailure {
  readonly addon?: undefined;
  readonly reason: string;
  readonly remedy: string;
  readonly tried: readonly { readonly name: string; readonly error: string }[];
}

/** Loads the addon of `folder` (this package's own by default), or says why it cannot. Never throws. */
export function load(options?: { readonly folder?: string }): { readonly addon: Addon } | LoadFailure;
