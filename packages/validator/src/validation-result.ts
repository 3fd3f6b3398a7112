/** In which stage something was found; `execution` is reported by those who run the source. */
export type ValidationStage = "syntax" | "imports" | "decorator" | "signature" | "execution";

/** One thing that is wrong with a source, or might be. */
export interface ValidationIssue {
  readonly stage: ValidationStage;
  /** Constant per rule, such as `FIRST_PARAMETER`. */
  readonly code: string;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** The line, and a caret below the column. */
  readonly snippet: string;
  /** What to write instead, as advice for a reader: a replacement or an example, in which `…` stands for what the writer knows. */
  readonly fix?: string;
  readonly functionName?: string;
}

/** What validation found; frozen through and through. */
export interface ValidationResult {
  readonly isValid: boolean;
  /** Sorted by position. */
  readonly errors: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
  /** The decorated functions, by the names under which they are registered. */
  readonly functionNames: readonly string[];
}

export function validationResult(errors: readonly ValidationIssue[], warnings: readonly ValidationIssue[], functionNames: readonly string[]): ValidationResult {
  return Object.freeze({
    isValid: errors.length === 0,
    errors: sorted(errors),
    warnings: sorted(warnings),
    functionNames: Object.freeze([...functionNames]),
  });
}

function sorted(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  return Object.freeze([...issues].sort((a, b) => a.line - b.line || a.column - b.column));
}

/** `file:line:column: message`, which editors and terminals make a link of. */
export function formatIssue({ line, column, message }: ValidationIssue, filename = "function.ts"): string {
  return `${filename}:${line}:${column}: ${message}`;
}
