import type { ScanLimits, ScanStep } from "@openhcs/core";

/** What `globalThis` has in a process that scans, whichever copy of this package asks. */
export const scanMark = Symbol.for("openhcs.scan-process");

/** What a process that scans a library is told to do. */
export interface ScanRequest {
  /** URL of the module that exports the factory, and what that is called with. */
  readonly module: string;
  readonly options: readonly unknown[];
  readonly limits: ScanLimits;
  /** How many functions to leave out, of which the outcome is known. */
  readonly done: number;
}

/** What it says, each as soon as it is known. */
export type ScanMessage = { readonly step: ScanStep } | { readonly failure: string } | { readonly finished: true };
