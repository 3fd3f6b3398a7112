import type { Node } from "oxc-parser";
import type { Budget } from "./budget.js";

export type LiteralValue = { readonly value: unknown } | { readonly refused: Node };

/** What a name stands for, where that is a constant of the source. */
export type ConstantOf = (name: Extract<Node, { type: "Identifier" }>) => Node | undefined;

/** Reads literal data: nothing is run to know it. */
export class Literals {
  readonly constantOf: ConstantOf;
  readonly #isGlobal: (name: Of<"Identifier">) => boolean;
  readonly #budget: Budget;

  constructor(constantOf: ConstantOf, isGlobal: (name: Of<"Identifier">) => boolean, budget: Budget) {
    this.constantOf = constantOf;
    this.#isGlobal = isGlobal;
    this.#budget = budget;
  }

  /** The value of an expression, or the part of it that is no literal data. */
  of(node: Node): LiteralValue {
    const inner = withoutTypes(node);
    if (!this.#budget.spend()) return { refused: inner };
    switch (inner.type) {
      case "Literal": return "regex" in inner || "bigint" in inner ? { refused: inner } : { value: inner.value };
      case "TemplateLiteral": return inner.expressions.length === 0 ? { value: inner.quasis[0]?.value.cooked } : { refused: inner };
      case "UnaryExpression": return this.#unary(inner);
      case "BinaryExpression": return this.#binary(inner);
      case "MemberExpression": return this.#member(inner);
      case "ArrayExpression": return this.#array(inner);
      case "ObjectExpression": return this.#object(inner);
      case "Identifier": return this.#name(inner);
      default: return { refused: inner };
    }
  }

  #name(name: Of<"Identifier">): LiteralValue {
    const constant = this.constantOf(name);
    // A constant may name another only if that is written before it, so this ends.
    if (constant !== undefined) return constant.start < name.start ? this.of(constant) : { refused: name };
    if (name.name === "undefined") return { value: undefined };
    return name.name === "Infinity" || name.name === "NaN" ? { value: Number(name.name) } : { refused: name };
  }

  #unary(expression: Of<"UnaryExpression">): LiteralValue {
    const operand = this.of(expression.argument);
    if ("refused" in operand) return operand;
    if (typeof operand.value !== "number") return { refused: expression };
    return expression.operator === "-" ? { value: -operand.value } : expression.operator === "+" ? operand : { refused: expression };
  }

  #binary(expression: Of<"BinaryExpression">): LiteralValue {
    const left = this.of(expression.left);
    if ("refused" in left) return left;
    const right = this.of(expression.right);
    if ("refused" in right) return right;
    const value = typeof left.value === "number" && typeof right.value === "number" ? arithmetic[expression.operator]?.(left.value, right.value) : undefined;
    return value === undefined ? { refused: expression } : { value };
  }

  /** `Math.PI`, and what a constant of the source has: `modes.fast`, `levels[0]`. */
  #member(member: Of<"MemberExpression">): LiteralValue {
    const { object } = member;
    const name = memberName(member);
    if (name === undefined) return { refused: member };
    if (object.type === "Identifier" && numbersOf.has(object.name) && this.#isGlobal(object)) {
      const value: unknown = Reflect.get(object.name === "Math" ? Math : Number, name);
      return typeof value === "number" ? { value } : { refused: member };
    }
    const whole = this.of(object);
    if ("refused" in whole) return whole;
    const { value } = whole;
    return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? { value: Reflect.get(value, name) as unknown } : { refused: member };
  }

  #array(array: Of<"ArrayExpression">): LiteralValue {
    const values: unknown[] = [];
    for (const element of array.elements) {
      if (element === null) return { refused: array };
      const value = this.of(element);
      if ("refused" in value) return value;
      values.push(value.value);
    }
    return { value: values };
  }

  #object(object: Of<"ObjectExpression">): LiteralValue {
    const entries: [string, unknown][] = [];
    for (const property of object.properties) {
      const name = property.type === "Property" ? propertyName(property) : undefined;
      if (name === undefined || property.type !== "Property" || property.kind !== "init" || property.method) return { refused: property };
      const value = this.of(property.value);
      if ("refused" in value) return value;
      entries.push([name, value.value]);
    }
    // Not by assignment: `__proto__` stays a name like any other.
    return { value: Object.fromEntries(entries) };
  }
}

type Of<Type extends Node["type"]> = Extract<Node, { type: Type }>;

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "%": (a, b) => a % b, "**": (a, b) => a ** b,
};

/** Whose constants are known: `Math.PI`, `Number.MAX_SAFE_INTEGER`. */
const numbersOf: ReadonlySet<string> = new Set(["Math", "Number"]);

/** The name of a member that is written out: `a.b`, `a["b"]`. */
export function memberName({ property, computed }: Of<"MemberExpression">): string | undefined {
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" && (typeof property.value === "string" || typeof property.value === "number") ? String(property.value) : undefined;
}

/** The name of a property that is not computed. */
export function propertyName({ key, computed }: { readonly key: Node; readonly computed: boolean }): string | undefined {
  if (computed) return undefined;
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && !("regex" in key) && !("bigint" in key) ? String(key.value) : undefined;
}

/** The expression without `as`, `satisfies`, `!` and parentheses. */
export function withoutTypes(node: Node): Node {
  let inner = node;
  while (inner.type === "TSAsExpression" || inner.type === "TSSatisfiesExpression" || inner.type === "TSNonNullExpression"
    || inner.type === "ParenthesizedExpression" || inner.type === "TSInstantiationExpression") inner = inner.expression;
  return inner;
}
