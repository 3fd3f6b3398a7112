import { OpenHcsError } from "@openhcs/core";

/** A function of the user is kept, and was refused when it was loaded. */
export class RefusedFunctionError extends OpenHcsError {
  readonly code = "FUNCTION_REFUSED";
  readonly requested: string;
  readonly file: string;
  readonly reason: string;
  constructor(requested: string, file: string, reason: string) {
    super(`${requested} is there, in ${file}, but was refused: ${reason}`);
    this.requested = requested;
    this.file = file;
    this.reason = reason;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    FUNCTION_REFUSED: RefusedFunctionError;
  }
}
