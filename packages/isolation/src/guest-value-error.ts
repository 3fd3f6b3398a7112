import { OpenHcsError } from "@openhcs/core";

/** A value that cannot cross between a host and isolated code. */
export class GuestValueError extends OpenHcsError {
  readonly code = "GUEST_VALUE";
  /** Where in the arguments or the result it stands. */
  readonly path: string;
  readonly rule: string;
  constructor(path: string, rule: string) {
    super(`${path} cannot cross into or out of isolated code: ${rule}`);
    this.path = path;
    this.rule = rule;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    GUEST_VALUE: GuestValueError;
  }
}
