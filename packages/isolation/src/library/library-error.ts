import { OpenHcsError } from "@openhcs/core";

/** An error that a reference threw in a child of the library: of the same code, message and plain fields. */
export class LibraryError extends OpenHcsError {
  readonly code: string;
  constructor({ code, message, fields }: { readonly code: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }) {
    super(message);
    this.code = code;
    Object.assign(this, fields);
  }
}
