import { OpenHcsError } from "@openhcs/core";

/** Where something stands in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A pattern file is no pattern. */
export class PatternFileError extends OpenHcsError {
  readonly code = "PATTERN_FILE";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  constructor(file: string, { line, column }: Place, rule: string, options?: ErrorOptions) {
    super(`${file}:${line}:${column}: ${rule}`, options);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    PATTERN_FILE: PatternFileError;
  }
}
