import type { Progress } from "../run/call-options.js";
import type { Cost } from "../transfer/cost.js";

export interface CalibrateOptions {
  /** Names of backends, and `reference` for the bodies of functions on the host. Default: all of them. */
  readonly backends?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A transfer, kernel or reference with what it costs: declared, and measured on this machine, or why it was not. */
export interface Calibration {
  /** `ndarray -> toy:1`, `toy:gaussian on toy:1`, `reference:gaussian`. */
  readonly what: string;
  readonly declared: Cost;
  readonly measured?: Cost;
  readonly skipped?: string;
}

/** What is to be measured. */
export interface Subject {
  readonly what: string;
  readonly declared: Cost;
  /** Under which the cost book keeps it. */
  readonly key: string;
  /** @throws Skipped with a reason; any other error is a reason too */
  measure(signal: AbortSignal): Promise<Cost>;
}

/** Ends a measurement that cannot be made. */
export class Skipped extends Error {}
