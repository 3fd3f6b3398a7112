import type { Transfer } from "./transfer.js";

/** One step of a route: a transfer between two places, a place being `ndarray` or `opencl:1`. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  /** Memory type and device on which the hop ends. */
  readonly memoryType: string;
  readonly device: number;
  /** The backend that brought the edge; for a negotiated one those of both ends, nothing standing for the host. */
  readonly backends: readonly (string | undefined)[];
  readonly predictedUs: number;
  readonly transfer: Transfer;
}

/** The cheapest path of transfers for an array. */
export interface Route {
  readonly hops: readonly Hop[];
  readonly predictedUs: number;
}
