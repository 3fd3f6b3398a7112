import type { Node, TSType } from "oxc-parser";
import { withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import type { UnionMember } from "./union-type.js";

type DeclaredType = TSType | Extract<Node, { type: "TSInterfaceDeclaration" }>;

/** The types for which a name stands in this source: several for an interface written in parts. */
export function declaredType(name: Node, { scopes }: ParsedSource): readonly DeclaredType[] {
  const binding = name.type === "Identifier" ? scopes.bindingOf.get(name) : undefined;
  if (binding?.kind !== "type") return [];
  return binding.declarations.flatMap(({ parent }): DeclaredType[] => {
    if (parent?.type === "TSTypeAliasDeclaration") return [parent.typeAnnotation];
    return parent?.type === "TSInterfaceDeclaration" ? [parent] : [];
  });
}

/** `typeof level`. */
export function typeOfConstant(type: Extract<TSType, { type: "TSTypeQuery" }>, source: ParsedSource): readonly UnionMember[] | undefined {
  const constant = constantOf(type, source);
  return constant === undefined ? undefined : [memberOf(constant.value, constant.isConst)];
}

/** `(typeof modes)[number]`, `(typeof Mode)[keyof typeof Mode]`, `(typeof modes)["fast"]`. */
export function indexedConstant({ objectType, indexType }: Extract<TSType, { type: "TSIndexedAccessType" }>, source: ParsedSource): readonly UnionMember[] | undefined {
  const constant = constantOf(objectType, source);
  if (constant === undefined || typeof constant.value !== "object" || constant.value === null) return undefined;
  const { value, isConst } = constant;
  const members = (values: readonly unknown[]) => values.map((each) => memberOf(each, isConst));
  const index = withoutParentheses(indexType);
  if (index.type === "TSNumberKeyword") return Array.isArray(value) ? members(value) : undefined;
  if (index.type === "TSTypeOperator" && index.operator === "keyof") {
    return !Array.isArray(value) && constantOf(index.typeAnnotation, source)?.node === constant.node ? members(Object.values(value)) : undefined;
  }
  const name = index.type === "TSLiteralType" ? source.literals.of(index.literal) : undefined;
  return name !== undefined && "value" in name && Object.hasOwn(value, String(name.value)) ? members([Reflect.get(value, String(name.value))]) : undefined;
}

/** `keyof typeof Mode`. */
export function keysOfConstant(type: TSType, source: ParsedSource): readonly UnionMember[] | undefined {
  const value = constantOf(type, source)?.value;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).map((key) => ({ value: key })) : undefined;
}

interface Constant {
  readonly node: Node;
  readonly value: unknown;
  /** `as const`, without which its parts may be any of their kind. */
  readonly isConst: boolean;
}

function constantOf(type: TSType, { literals }: ParsedSource): Constant | undefined {
  const query = withoutParentheses(type);
  if (query.type !== "TSTypeQuery" || query.exprName.type !== "Identifier") return undefined;
  const node = literals.constantOf(query.exprName);
  const literal = node === undefined ? undefined : literals.of(node);
  if (node === undefined || literal === undefined || !("value" in literal)) return undefined;
  return { node, value: literal.value, isConst: isConst(node) || withoutTypes(node).type === "Literal" };
}

function memberOf(value: unknown, isConst: boolean): UnionMember {
  const type = typeof value;
  if (type !== "string" && type !== "number" && type !== "boolean") return { read: { refused: "is that of a constant that is no string, number or boolean; write the type" } };
  return isConst ? { value } : { read: { argument: { type } } };
}

function isConst(node: Node): boolean {
  if (node.type === "ParenthesizedExpression" || node.type === "TSSatisfiesExpression") return isConst(node.expression);
  return node.type === "TSAsExpression" && node.typeAnnotation.type === "TSTypeReference" && node.typeAnnotation.typeName.type === "Identifier" && node.typeAnnotation.typeName.name === "const";
}

function withoutParentheses(type: TSType): TSType {
  return type.type === "TSParenthesizedType" ? withoutParentheses(type.typeAnnotation) : type;
}
