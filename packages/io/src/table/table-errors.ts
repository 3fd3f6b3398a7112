import { OpenHcsError } from "@openhcs/core";

/** A table that cannot be written so: an extension of no format, or columns that are none of one table. */
export class UnsupportedTableError extends OpenHcsError {
  readonly code = "UNSUPPORTED_TABLE";
  readonly file: string;
  constructor(file: string, rule: string, options?: ErrorOptions) {
    super(`${file}: ${rule}`, options);
    this.file = file;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    UNSUPPORTED_TABLE: UnsupportedTableError;
  }
}
