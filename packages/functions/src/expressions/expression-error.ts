import { OpenHcsError } from "@openhcs/core";

/** An expression cannot be read; says where, and what would be right there. */
export class ExpressionError extends OpenHcsError {
  readonly code = "EXPRESSION";
  readonly expression: string;
  /** Of the first character that does not fit, from 1. */
  readonly position: number;
  readonly expected: string;
  constructor(expression: string, position: number, expected: string, found: string) {
    const [line, column] = placeIn(expression, position - 1);
    super(`elementwise: expected ${expected}, found ${found} at position ${position} of the expression.\n  ${line}\n  ${" ".repeat(column)}^`);
    this.expression = expression;
    this.position = position;
    this.expected = expected;
  }
}

function placeIn(text: string, offset: number): readonly [line: string, column: number] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return [text.slice(start, end < 0 ? undefined : end), offset - start];
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    EXPRESSION: ExpressionError;
  }
}
