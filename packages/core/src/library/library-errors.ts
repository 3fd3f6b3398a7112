import { OpenHcsError } from "../errors/openhcs-error.js";

/** What was given as a library breaks a rule of the contract. */
export class InvalidLibraryError extends OpenHcsError {
  readonly code = "INVALID_LIBRARY";
  readonly library: string;
  readonly rule: string;
  constructor(library: string, rule: string) {
    super(`${library}: ${rule}.`);
    this.library = library;
    this.rule = rule;
  }
}

/** A module that should bring a library adapter does not, or the library behind it cannot be loaded. */
export class LibraryLoadError extends OpenHcsError {
  readonly code = "LIBRARY_LOAD";
  readonly library: string;
  readonly reason: string;
  constructor(library: string, reason: string, cause?: unknown) {
    super(`${library}: ${reason}`);
    this.library = library;
    this.reason = reason;
    if (cause !== undefined) this.cause = cause;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_LIBRARY: InvalidLibraryError;
    LIBRARY_LOAD: LibraryLoadError;
  }
}
