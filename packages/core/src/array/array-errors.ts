import { OpenHcsError } from "../errors/openhcs-error.js";

/** An array, a view of one, or an operation between arrays is impossible: shape, axis, index, dtype or data do not fit. */
export class InvalidArrayError extends OpenHcsError {
  readonly code = "INVALID_ARRAY";
}

/** A handle was used after it was disposed of. */
export class DisposedError extends OpenHcsError {
  readonly code = "DISPOSED";
  readonly what: string;
  constructor(what: string) {
    super(`${what} was disposed of and can no longer be used.`);
    this.what = what;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_ARRAY: InvalidArrayError;
    DISPOSED: DisposedError;
  }
}
