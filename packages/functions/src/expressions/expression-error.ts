import { OpenHcsError } from "@openhcs/core";

/** An expression cannot be read; says where, and what would be right there. */
export class ExpressionError extends OpenHcsError {
  readonly code = "EXPRESSION";
  readonly expression: string;
  /** Of the first character that does not fit, from 1. */
  readonly position: number;
  /** The same as a line and a column, both from 1. */
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  constructor(expression: string, position: number, expected: string, found: string) {
    const { line, column, text } = placeIn(expression, position - 1);
    const place = expression.includes("\n") ? `line ${line}, column ${column}` : `position ${position}`;
    super(`elementwise: expected ${expected}, found ${found} at ${place} of the expression.\n  ${text}\n  ${" ".repeat(column - 1)}^`);
    this.expression = expression;
    this.position = position;
    this.line = line;
    this.column = column;
    this.expected = expected;
  }
}

function placeIn(expression: string, offset: number): { readonly line: number; readonly column: number; readonly text: string } {
  const before = expression.slice(0, offset).split("\n");
  const line = before.length;
  return { line, column: (before.at(-1) ?? "").length + 1, text: expression.split("\n")[line - 1] ?? "" };
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    EXPRESSION: ExpressionError;
  }
}
