import type { ArraySpec } from "../memory/array-spec.js";

/** An array by its handle's identity within the runtime; contents are never hashed. */
export interface ArrayIdentity extends ArraySpec {
  readonly id: string;
}

export interface MoveRecord {
  /** Which input or output moved. */
  readonly name: string;
  /** Memory types in order, as `ndarray` or `opencl:1`. */
  readonly path: readonly string[];
  readonly bytes: number;
  readonly durationUs: number;
}

/** What a call did; failed calls have one too. Plain data. */
export interface CallRecord {
  readonly id: string;
  readonly key: string;
  readonly status: "ok" | "failed";
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationUs: number;
  readonly predictedUs?: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** `cpu:gaussian`, `reference:label`, `openhcs:brightSpots`; absent when the call failed before it was planned. */
  readonly kernel?: string;
  readonly version?: string;
  readonly memoryType?: string;
  readonly device?: number;
  readonly inputs: Readonly<Record<string, ArrayIdentity>>;
  readonly outputs: Readonly<Record<string, ArrayIdentity>>;
  readonly moves: readonly MoveRecord[];
  /** The dtype rule, where it changed the result. */
  readonly conversion?: { readonly from: string; readonly to: string; readonly scaling: string };
  /** More than one where memory ran out. */
  readonly attempts: number;
  /**
   * Ids of the records of the other steps that ran as one kernel with this one.
   *
   * What one step hands to the next is never an array then, and stands in no record. The first record has the time of all, but for
   * the moves of arrays that later steps take, whose time stands in theirs.
   */
  readonly fusedWith?: readonly string[];
  /** Why it ran otherwise than planned: on the host instead of by the planned kernel, or not fused with other steps. */
  readonly fallback?: string;
  /** Number of planes, where the function was called plane by plane. */
  readonly planes?: number;
  /** Calls of library functions from within the body, or the steps of a pattern. */
  readonly calls: readonly CallRecord[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Everything that a call gives. */
export interface CallResult<Value = unknown, Outputs = Readonly<Record<string, unknown>>> {
  /** The main output. */
  readonly value: Value;
  /** All outputs by name. */
  readonly outputs: Outputs;
  readonly record: CallRecord;
}
