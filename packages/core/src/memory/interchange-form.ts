import type { Dtype } from "../array/dtype.js";
import type { DeviceFacts } from "../backend/backend.js";
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
  /**
   * Names the memory in which the data of a device lies; equal names can meet. Default: the host's memory, "host".
   *
   * @param facts what the probe told of the device, where it told anything
   */
  location?(device: number, facts?: DeviceFacts): string;
  /** Whether its handles are plain data for other processes. No transfer comes of such a form: within a process others serve better, or it cannot. */
  readonly betweenProcesses?: boolean;
  /** Dtypes of the arrays that can be handed over in it; all where absent. */
  readonly dtypes?: readonly Dtype[];
  readonly cost: Cost;
  /** Whether the elements are copied; else both sides share them. `onRequest` as that of transfers: shared where they can be, unless the context asks for a fresh result. */
  readonly copies: boolean | "onRequest";
}

export interface ExportForm<Value = any> extends Form {
  /**
   * What is handed over has been written: nothing enqueued touches it any more. Without a copy, the loan retains the value until `release`:
   * its owner may dispose of it earlier. `release` may be called again, and does nothing then.
   */
  export(value: Value, context: TransferContext): Interchange | Promise<Interchange>;
}

export interface ImportForm<Value = any> extends Form {
  /**
   * Without a copy, `release` is called when the new array's storage is freed and nothing enqueued uses it, not before.
   *
   * @throws InterchangeRefusedError for what is not of this form or device, and for a handle that was used up; the caller then ends the loan
   */
  import(interchange: Interchange, context: TransferContext): Value | Promise<Value>;
}
