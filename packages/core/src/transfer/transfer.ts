import type { Dtype } from "../array/dtype.js";
import type { Cost } from "./cost.js";

export interface TransferContext<Session = any> {
  /** What `open` of the backend that brought the transfer returned. */
  readonly session: Session;
  /** Device on which the result shall lie. */
  readonly device: number;
  readonly signal: AbortSignal;
}

/** A directed edge between two memory types. It never changes dtype, shape or values. */
export interface Transfer<Session = any, From = any, To = any> {
  readonly from: string;
  /** The same as `from` for moves between devices of one memory type. */
  readonly to: string;
  /** Declared estimate. */
  readonly cost: Cost;
  /**
   * Whether the result has elements of its own; a view shares those of the source.
   *
   * The source is disposed of after the move: a view retains it until its own last handle goes.
   */
  readonly copies: boolean;
  /** Dtypes that it carries; all where absent. */
  readonly dtypes?: readonly Dtype[];
  run(value: From, context: TransferContext<Session>): To | Promise<To>;
}
