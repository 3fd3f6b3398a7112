import type { Dtype } from "../array/dtype.js";
import type { ScalingPolicy } from "../dtype-rule/policy.js";
import type { Awaitable } from "../function/awaitable.js";
import type { KernelContext } from "../function/context.js";
import type { Kernel } from "../function/kernel.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { Cost } from "../transfer/cost.js";

/** Where a step's array comes from: an array that the fused kernel is given, or what an earlier step of it computes; both by index. */
export type FusedInput = { readonly spec: ArraySpec } & ({ readonly outer: number } | { readonly step: number });

/**
 * A step of a pattern that may become part of a larger kernel: an elementwise function with one array as output.
 *
 * Its arrays, and those of all steps that it may be fused with, have one shape and lie on one device.
 */
export interface FusableStep<Session = any> {
  readonly kernel: Kernel<Session>;
  /** Checked and with defaults, as the kernel would get them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Its arrays by name, as the kernel would get them. */
  readonly inputs: Readonly<Record<string, FusedInput>>;
  /** What its output becomes by the dtype rule. Absent where the kernel's own dtype stands, which it only does in the last step. */
  readonly dtype?: Dtype;
  /** How it becomes that; `minmax` to an integer never occurs, for it needs the whole array. */
  readonly scaling: ScalingPolicy;
}

/** Several steps as one kernel. Its result is bit for bit that of the steps one after another, with the dtype rule after each. */
export interface FusedKernel<Session = any, Value = any> {
  /** Declared estimate, by the bytes of the arrays that it is given. */
  readonly cost: Cost;
  /** The last step's output in the dtype that is due, fresh. */
  run(arrays: readonly Value[], context: KernelContext<Session>): Awaitable<Value>;
}
