import type { Allocator } from "../array/allocation.js";
import type { DtypeConversion, ScalingPolicy } from "../dtype-rule/policy.js";
import type { ReferenceRunner } from "./reference-runner.js";

export interface Progress {
  /** 0 to 1. */
  readonly fraction: number;
  readonly message?: string;
}

/** How a call is made; never mixed with the function's parameters, never kept on the function. */
export interface CallOptions {
  /** A backend's name, whose kernel is insisted on, or `reference`. */
  readonly on?: string | undefined;
  /** Default `preserve`. */
  readonly dtypeConversion?: DtypeConversion | undefined;
  /** Default `saturate`. */
  readonly scaling?: ScalingPolicy | undefined;
  /** For functions with the contract `flexible`: called with every plane of a stack. */
  readonly sliceBySlice?: boolean | undefined;
  /** Allows a move between devices of two memory types to pass through the host. */
  readonly allowHostRoundtrip?: boolean | undefined;
  /** After two retries with pooled memory freed: fail (default), or run on the host, which the record says. */
  readonly onOutOfMemory?: "error" | "host" | undefined;
  /** Makes the host arrays that kernels and bodies allocate before they first wait. Default: the heap. */
  readonly allocator?: Allocator | undefined;
  /** Runs the function's reference, where the plan chooses it. Default: this thread. */
  readonly references?: ReferenceRunner | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
