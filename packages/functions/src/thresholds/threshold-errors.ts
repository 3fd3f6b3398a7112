import { OpenHcsError } from "@openhcs/core";

/** An image has no threshold: it is empty, or its values are not finite. */
export class NoThresholdError extends OpenHcsError {
  readonly code = "NO_THRESHOLD";
  readonly functionName: string;
  constructor(functionName: string, reason: string, remedy: string) {
    super(`${functionName}: ${reason} ${remedy}`);
    this.functionName = functionName;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    NO_THRESHOLD: NoThresholdError;
  }
}
