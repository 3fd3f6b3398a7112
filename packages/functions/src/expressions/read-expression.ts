import type { BinaryOperator, Expression, ExpressionNames, Term } from "./expression.js";
import { ExpressionError } from "./expression-error.js";
import { constants, isMathsName, maths } from "./maths.js";
import { tokensOf, type Token } from "./tokens.js";

/** Characters of an expression. */
const maxLength = 4000;
/** Brackets, choices and signs within each other. */
const maxDepth = 100;

/** Operators that bind alike, the loosest first. */
const levels: readonly (readonly BinaryOperator[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

/**
 * Reads an expression: assignments with `;` between them, the last of which is to `y`, or an expression alone.
 *
 * What is read is a tree of known parts; no text of it goes anywhere.
 * @throws ExpressionError
 */
export function readExpression(text: string, names: ExpressionNames): Expression {
  if (text.length > maxLength) throw new ExpressionError(text.slice(0, 60), 1, `at most ${maxLength} characters`, `${text.length}`);
  return new Reader(text, names).read();
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #known = new Map<string, Term>();
  #at = 0;
  #depth = 0;

  constructor(text: string, { arrays, values }: ExpressionNames) {
    this.#text = text;
    this.#tokens = tokensOf(text);
    for (const [name, value] of Object.entries(constants)) this.#known.set(name, { kind: "number", value });
    arrays.forEach((name, index) => this.#known.set(name, { kind: "array", index }));
    values.forEach((name, index) => this.#known.set(name, { kind: "value", index }));
  }

  read(): Expression {
    const locals: Term[] = [];
    for (;;) {
      const name = this.#tokens[this.#at + 1]?.text === "=" ? this.#assigned() : undefined;
      const term = this.#choice();
      const isLast = this.#is(";") ? this.#tokens[this.#at + 1]?.kind === "end" : this.#token.kind === "end";
      if (!isLast && !this.#is(";")) this.#refuse("an operator, \";\" or the end");
      if (isLast) {
        if (name !== undefined && name.text !== "y") this.#refuse("the last assignment to be to y", name);
        return { locals, result: term };
      }
      if (name === undefined) this.#refuse("an assignment before \";\", as in a = x * 2; y = a + 1");
      this.#at++;
      this.#known.set(name.text, { kind: "local", index: locals.push(term) - 1 });
    }
  }

  #assigned(): Token {
    const name = this.#token;
    if (name.kind !== "name") this.#refuse("a name before \"=\"");
    if (this.#known.has(name.text) || isMathsName(name.text)) this.#refuse("a new name before \"=\", for this one means something else");
    this.#at += 2;
    return name;
  }

  #choice(): Term {
    return this.#nested(() => {
      const condition = this.#binary(0);
      if (!this.#take("?")) return condition;
      const holds = this.#choice();
      if (!this.#take(":")) this.#refuse("\":\" and what is taken otherwise");
      return { kind: "choice", condition, holds, fails: this.#choice() };
    });
  }

  #binary(level: number): Term {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Term {
    if (this.#take("-")) return this.#nested(() => ({ kind: "negative", operand: this.#unary() }));
    if (this.#take("!")) return this.#nested(() => ({ kind: "not", operand: this.#unary() }));
    if (this.#take("+")) return this.#nested(() => this.#unary());
    return this.#primary();
  }

  #primary(): Term {
    const { kind, text } = this.#token;
    if (this.#take("(")) {
      const term = this.#choice();
      if (!this.#take(")")) this.#refuse("\")\" or an operator");
      return term;
    }
    if (kind === "number") {
      const value = Number(text);
      if (!Number.isFinite(value)) this.#refuse("a number that a double holds");
      this.#at++;
      return { kind: "number", value };
    }
    if (kind !== "name") this.#refuse("a number, a name or \"(\"");
    return this.#tokens[this.#at + 1]?.text === "(" ? this.#call() : this.#named();
  }

  #named(): Term {
    const { text } = this.#token;
    const term = this.#known.get(text);
    if (term === undefined) {
      const known = [...this.#known.keys()].filter((name) => !Object.hasOwn(constants, name)).join(", ");
      this.#refuse(isMathsName(text) ? `"(" after ${text}` : `one of ${known}; numbers and further arrays are given by name`);
    }
    this.#at++;
    return term;
  }

  #call(): Term {
    const name = this.#token;
    if (!isMathsName(name.text)) this.#refuse(`a function, one of ${Object.keys(maths).join(", ")}`);
    this.#at += 2;
    const operands = [this.#choice()];
    while (this.#take(",")) operands.push(this.#choice());
    if (!this.#take(")")) this.#refuse("\")\", \",\" or an operator");
    const wanted = maths[name.text].length;
    if (operands.length !== wanted) this.#refuse(`${wanted} operand${wanted === 1 ? "" : "s"} of ${name.text}`, name, `${operands.length}`);
    return { kind: "call", name: name.text, operands };
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #is(symbol: string): boolean {
    return this.#token.kind === "symbol" && this.#token.text === symbol;
  }

  #take(symbol: string): boolean {
    const isNext = this.#is(symbol);
    if (isNext) this.#at++;
    return isNext;
  }

  #nested(read: () => Term): Term {
    if (++this.#depth > maxDepth) this.#refuse(`at most ${maxDepth} levels within each other; name parts of it, as in a = …; y = … a …`);
    const term = read();
    this.#depth--;
    return term;
  }

  #refuse(expected: string, { kind, text, at }: Token = this.#token, found = kind === "end" ? "the end" : JSON.stringify(text)): never {
    throw new ExpressionError(this.#text, at + 1, expected, found);
  }
}
