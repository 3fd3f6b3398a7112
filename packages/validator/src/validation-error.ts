import { OpenHcsError } from "@openhcs/core";
import { formatIssue, type ValidationIssue, type ValidationResult, type ValidationStage } from "./validation-result.js";

/** The source of a custom function breaks a rule of syntax, imports, decorators or signatures, or failed when it was first run. */
export class ValidationError extends OpenHcsError {
  readonly code = "VALIDATION";
  readonly stage: ValidationStage;
  readonly line: number;
  readonly column: number;
  readonly snippet: string;
  readonly errors: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
  declare readonly filename?: string;
  /** The first error speaks; the others are in `errors`. */
  constructor({ errors, warnings }: Pick<ValidationResult, "errors" | "warnings">, filename?: string, options?: ErrorOptions) {
    const [first] = errors;
    if (first === undefined) throw new TypeError("A ValidationError is made of a result with errors; this one is valid.");
    super(`${formatIssue(first, filename)}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ""}`, options);
    this.stage = first.stage;
    this.line = first.line;
    this.column = first.column;
    this.snippet = first.snippet;
    this.errors = errors;
    this.warnings = warnings;
    if (filename !== undefined) this.filename = filename;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    VALIDATION: ValidationError;
  }
}
