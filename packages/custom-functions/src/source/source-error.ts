import { ValidationError, type ValidationIssue } from "@openhcs/validator";

/** One error at one place of a source, in the form in which validation tells its own. */
export function errorAt(source: string, filename: string | undefined, { line, column }: Place, issue: Pick<ValidationIssue, "stage" | "code" | "message" | "functionName">, options?: ErrorOptions): ValidationError {
  const text = source.split(/\r?\n/)[line - 1] ?? "";
  const found: ValidationIssue = Object.freeze({ ...issue, line, column, snippet: `${text}\n${" ".repeat(Math.max(0, column - 1))}^` });
  return new ValidationError({ errors: [found], warnings: [] }, filename, options);
}

interface Place {
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
}
