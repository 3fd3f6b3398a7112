import { ExpressionError } from "./expression-error.js";

export interface Token {
  readonly kind: "number" | "name" | "symbol" | "end";
  readonly text: string;
  /** Offset in the expression. */
  readonly at: number;
}

const spaces = /\s*/y;
const token = /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<symbol><=|>=|==|!=|&&|\|\||[-+*/%<>!?:;,()=])/y;

/** The words of an expression, an end last. @throws ExpressionError */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ;) {
    spaces.lastIndex = at;
    at += spaces.exec(expression)?.[0].length ?? 0;
    if (at >= expression.length) return [...tokens, { kind: "end", text: "", at }];
    token.lastIndex = at;
    const { 0: text, groups } = token.exec(expression) ?? refuse(expression, at);
    tokens.push({ kind: groups?.["number"] !== undefined ? "number" : groups?.["name"] !== undefined ? "name" : "symbol", text, at });
    at += text.length;
  }
}

function refuse(expression: string, at: number): never {
  const character = String.fromCodePoint(expression.codePointAt(at) as number);
  throw new ExpressionError(expression, at + 1, character === "^" ? "pow(a, b) for powers" : "a number, a name or an operator", JSON.stringify(character));
}
