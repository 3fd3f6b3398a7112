import type { Dtype } from "../array/dtype.js";
import type { NdArray } from "../array/nd-array.js";
import type { ScalingPolicy } from "../dtype-rule/policy.js";
import type { ArraySpec } from "./array-spec.js";
import type { ExportForm, ImportForm } from "./interchange-form.js";

/** Values by memory type; packages that bring memory types augment it. */
export interface MemoryTypes {
  ndarray: NdArray;
}

export type MemoryTypeName = keyof MemoryTypes | (string & {});

/** An array, wherever it lives. */
export type AnyArray = MemoryTypes[keyof MemoryTypes];

/**
 * Where and in what form array data lives.
 *
 * Every value is a handle on counted storage: `retain` makes another handle, `dispose` releases one, the storage goes with the last.
 */
export interface MemoryType<Value = any> {
  /** Unique in a runtime, such as "opencl". */
  readonly name: string;
  /** Dtypes that it can hold; all where absent. */
  readonly dtypes?: readonly Dtype[];
  /** Starter source for a custom function on this memory type. */
  readonly template?: string;
  /** Forms in which arrays can be handed over to, and taken over from, other memory types on the same device. */
  readonly exports?: readonly ExportForm<Value>[];
  readonly imports?: readonly ImportForm<Value>[];
  is(value: unknown): value is Value;
  spec(value: Value): ArraySpec;
  retain(value: Value): Value;
  dispose(value: Value): void;
  /** Another handle on the same elements in another shape of their number: what makes a plane a stack of one. */
  reshape?(value: Value, shape: readonly number[]): Value;
  /** A plane of a stack by its index, all axes before the last two taken together; packed, on a handle of its own. */
  plane?(value: Value, at: number): Value | Promise<Value>;
  /** At least one array of equal shapes and dtypes along a new first axis, copied. With `plane` and `reshape`: calls plane by plane. */
  stack?(values: readonly Value[]): Value | Promise<Value>;
  /** Whether `convert` makes this change of dtype; told before anything moves. What it does not make, the host does. */
  converts?(from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean;
  /** The same values in another dtype where they lie, in a fresh array: as `convertDtype`, bit for bit. Only what `converts` says. */
  convert?(value: Value, dtype: Dtype, scaling: ScalingPolicy): Value | Promise<Value>;
  /** Resolves when the elements are there, for types whose arrays are handed out earlier; rejects with what went wrong in making them. */
  settled?(value: Value): Promise<void>;
  /** Calls back once when the storage of the value is freed; what makes memory accountable. */
  onFree?(value: Value, action: () => void): void;
}
