import { OpenHcsError } from "@openhcs/core";

/** What errors have besides, and no field may replace. */
const taken = ["__proto__", "constructor", "name", "code", "message", "stack", "cause", "at", "toJSON"];

/** An error that a reference threw in a child of the library: of the same code, message and plain fields. */
export class LibraryError extends OpenHcsError {
  readonly code: string;
  constructor({ code, message, fields }: { readonly code: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }) {
    super(message);
    this.code = code;
    Object.assign(this, Object.fromEntries(Object.entries(fields).filter(([name]) => !taken.includes(name))));
  }
}
