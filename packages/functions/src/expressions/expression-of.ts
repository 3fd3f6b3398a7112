import { furtherArrays } from "@openhcs/core";
import type { Expression } from "./expression.js";
import { readExpression } from "./read-expression.js";

/** What a call says of its expression. */
export interface ExpressionChoices {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly names?: readonly string[] | undefined;
}

/** The expression of a call with so many arrays; its values are in the order of those given. @throws ExpressionError */
export function expressionOf(arrays: number, { expression, values, names = [] }: ExpressionChoices): Expression {
  return readExpression(expression, { arrays: arrayNames(arrays, names), values: Object.keys(values) });
}

/** What the arrays of a call are in its expression. */
export function arrayNames(count: number, given: readonly string[]): readonly string[] {
  return ["x", ...furtherArrays].slice(0, count).map((name, at) => given[at] ?? name);
}

export function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
