import { ValidationError, type ValidationIssue, type ValidationStage } from "@openhcs/validator";

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

export function placeAt(source: string, offset: number): Place {
  const before = source.slice(0, offset).split(/\r?\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

export function sourceError(source: string, filename: string | undefined, offset: number, code: string, message: string, functionName: string, stage: ValidationStage = "signature"): ValidationError {
  return errorAt(source, filename, placeAt(source, offset), { stage, code, message, functionName });
}
