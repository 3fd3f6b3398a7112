import type { Cost } from "../transfer/cost.js";
import type { TransferContext } from "../transfer/transfer.js";
import type { ArraySpec } from "./array-spec.js";

/** Array data in a form that other packages understand, such as `host-buffer`, `dlpack` or `cuda-ipc`. */
export interface Interchange {
  readonly form: string;
  readonly spec: ArraySpec;
  /** What the form says it is: a typed array, a pointer capsule, a buffer handle. */
  readonly handle: unknown;
  /** Ends the loan; the importer calls it when it has copied the data or lets go of it. */
  release?(): void;
}

interface Form {
  readonly form: string;
  /** Names the memory in which the data of a device lies; equal names can meet. Default: the host's memory. */
  location?(device: number): string;
  readonly cost: Cost;
  /** Whether the elements are copied; else both sides share them. */
  readonly copies: boolean;
}

export interface ExportForm<Value = any> extends Form {
  /** Without a copy, the loan retains the value until `release`: its owner may dispose of it earlier. */
  export(value: Value, context: TransferContext): Interchange | Promise<Interchange>;
}

export interface ImportForm<Value = any> extends Form {
  /** Without a copy, `release` is called when the new array's storage is freed, not before. */
  import(interchange: Interchange, context: TransferContext): Value | Promise<Value>;
}
