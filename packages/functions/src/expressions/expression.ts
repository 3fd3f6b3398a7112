import type { MathsName } from "./maths.js";

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "&&" | "||";

/** An array, a number that the caller gives, or what an earlier assignment computed; by index. */
export interface Given {
  readonly kind: "array" | "value" | "local";
  readonly index: number;
}

/** What is computed. Comparisons and logic give 1 or 0; everything but 0 is true, NaN included. */
export type Computed =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative" | "not"; readonly operand: Term }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: "choice"; readonly condition: Term; readonly holds: Term; readonly fails: Term }
  | { readonly kind: "call"; readonly name: MathsName; readonly operands: readonly Term[] };

/** A part of an expression. */
export type Term = Given | Computed;

/** An expression as it was understood: what it computes on the way, in order, and its result. */
export interface Expression {
  readonly locals: readonly Term[];
  readonly result: Term;
}

/** What an expression may name. */
export interface ExpressionNames {
  readonly arrays: readonly string[];
  readonly values: readonly string[];
}
