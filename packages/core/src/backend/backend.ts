import type { Awaitable } from "../function/awaitable.js";
import type { Kernel } from "../function/kernel.js";
import type { BroughtForms } from "../memory/brought-forms.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Transfer } from "../transfer/transfer.js";
import type { FusableStep, FusedKernel } from "./fusion.js";
import type { RawKernel, RawKernelSource } from "./raw-kernel.js";

/** Why a backend cannot be used on this machine, and what would help. */
export interface Unavailable {
  readonly reason: string;
  readonly remedy?: string;
}

/** A backend that cannot take calls, with the reason. */
export interface UnavailableBackend extends Unavailable {
  readonly backend: string;
}

/** What a probe learned of one device; free-form facts beyond these. */
export interface DeviceFacts {
  readonly name: string;
  /** How many times longer than declared kernels take on this device, until they are measured: a processor behind an interface made for GPUs. Default 1. */
  readonly slowdown?: number;
  readonly [fact: string]: string | number | boolean | undefined;
}

/** Available, with what is known of the devices; or the reason why not. */
export type Verdict = true | { readonly devices: readonly DeviceFacts[] } | Unavailable;

/** Pooled memory that a backend holds beyond the arrays in use. */
export interface PooledMemory {
  readonly memoryType: string;
  readonly device: number;
  readonly pooledBytes: number;
}

/**
 * A plugin that opens devices and brings memory types, transfers and kernels.
 *
 * Memory types, transfers and kernels are literal members with costs and dtypes, so that plans need nothing open. Optional members
 * are optional capabilities. A backend that no call needs is never opened.
 */
export interface BackendSpec<Session = any> {
  readonly name: string;
  readonly version?: string;
  /** Indices of the devices that it serves; where absent, those of the devices that its probe tells of, or `[0]`. */
  readonly devices?: readonly number[];
  readonly memoryTypes?: readonly MemoryType[];
  readonly transfers?: readonly Transfer<Session>[];
  readonly kernels?: readonly Kernel<Session>[];
  /** Forms for memory types that others bring: how host arrays are handed to native packages, say. */
  readonly forms?: readonly BroughtForms[];
  /**
   * The steps as one kernel; undefined where it cannot be, or would not pay. At least two, each by a kernel of this backend that says
   * that it is `fusable`; asked in planning, so that it is pure and needs nothing open.
   */
  fuse?(steps: readonly FusableStep<Session>[]): FusedKernel<Session> | undefined;
  /** Reads a kernel that a trusted user wrote for one of its memory types; pure, compiles nothing. @throws where it can tell no kernel's signature */
  rawKernel?(source: RawKernelSource): RawKernel<Session>;
  /** What a cached verdict depends on besides the version: the driver file and its date, say. */
  fingerprint?(): string;
  /** Cheap; the answer may be cached per machine. */
  probe(): Awaitable<Verdict>;
  /** The session that transfers and kernels receive. */
  open(): Awaitable<Session>;
  close?(session: Session): Awaitable<void>;
  /** Frees pooled memory, before an allocation that failed is tried again. */
  trim?(session: Session): Awaitable<void>;
  pooled?(session: Session): readonly PooledMemory[];
}

export interface Backend<Session = any> extends BackendSpec<Session> {
  /** Versions of the contract that it works with: a semantic version range. */
  readonly contract: string;
}
