import { OpenHcsError } from "@openhcs/core";

/** A source is larger than a folder takes. */
export class SourceTooLargeError extends OpenHcsError {
  readonly code = "SOURCE_TOO_LARGE";
  readonly sourceName: string;
  readonly bytes: number;
  readonly limitBytes: number;
  constructor(sourceName: string, bytes: number, limitBytes: number) {
    super(`the source "${sourceName}" has ${bytes} bytes; a stored one has at most ${limitBytes}.`);
    this.sourceName = sourceName;
    this.bytes = bytes;
    this.limitBytes = limitBytes;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    SOURCE_TOO_LARGE: SourceTooLargeError;
  }
}
