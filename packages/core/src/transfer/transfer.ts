import type { Dtype } from "../array/dtype.js";
import type { Cost } from "./cost.js";

export interface TransferContext<Session = any> {
  /** What `open` of the backend that brought the transfer returned. */
  readonly session: Session;
  /** Device on which the result shall lie. */
  readonly device: number;
  /** Whether the result must have elements of its own; what a transfer that copies `onRequest` is told. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
}

/** A directed edge between two memory types. It never changes dtype, shape or values. */
export interface Transfer<Session = any, From = any, To = any> {
  readonly from: string;
  /** The same as `from` for moves between devices of one memory type. */
  readonly to: string;
  /** The form in which the array is handed over, where both ends negotiated it. */
  readonly form?: string;
  /** Declared estimate, which a measured cost replaces. */
  readonly cost: Cost;
  /**
   * Whether the result has elements of its own; a view shares those of the source.
   *
   * `onRequest` shares where it can, unless the context asks for a fresh result. The storage of a view says that its elements are
   * borrowed: memory that is not borrowed is counted as new.
   *
   * The source is disposed of after the move: a view retains it until its own last handle goes (`storage.borrow`).
   */
  readonly copies: boolean | "onRequest";
  /** Dtypes that it carries; all where absent. */
  readonly dtypes?: readonly Dtype[];
  run(value: From, context: TransferContext<Session>): To | Promise<To>;
}
