import { OpenHcsError } from "../errors/openhcs-error.js";

/** A function is known, but nothing installed can run this call; says why for each kernel. */
export class NoKernelError extends OpenHcsError {
  readonly code = "NO_KERNEL";
  readonly functionKey: string;
  /** Reason by kernel. */
  readonly refusals: Readonly<Record<string, string>>;
  constructor(functionKey: string, refusals: Readonly<Record<string, string>>) {
    const why = Object.entries(refusals).map(([kernel, reason]) => `${kernel}: ${reason}`).join("; ");
    super(`nothing can run ${functionKey} here (${why}).`);
    this.functionKey = functionKey;
    this.refusals = refusals;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    NO_KERNEL: NoKernelError;
  }
}
