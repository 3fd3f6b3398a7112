import { SourceText, type Place } from "./source-text.js";
import { ValidationError } from "./validation-error.js";
import type { ValidationIssue } from "./validation-result.js";

/** One error at one place of a source, for whoever runs it, in the form in which the stages tell theirs. */
export function validationErrorAt(code: string, { line, column }: Place, issue: Pick<ValidationIssue, "stage" | "code" | "message">, filename?: string, options?: ErrorOptions): ValidationError {
  const found: ValidationIssue = Object.freeze({ ...issue, line, column, snippet: new SourceText(code).snippet({ line, column }) });
  return new ValidationError({ errors: [found], warnings: [] }, filename, options);
}
