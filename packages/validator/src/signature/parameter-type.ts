import type { ParameterArgument } from "@openhcs/core";
import type { Node, TSType } from "oxc-parser";
import { propertyName } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import { declaredType, indexedConstant, keysOfConstant, typeOfConstant } from "./named-type.js";
import { unionOf, type UnionMember } from "./union-type.js";
import { changedObject, mergedObjects } from "./object-type.js";

/** What a type says of a parameter; `refused` where a caller's value could not be checked against it. */
export type ReadType = { readonly argument: ParameterArgument; readonly isOptional?: boolean } | RefusedType;

export interface RefusedType {
  /** What the type is or does: "names itself". */
  readonly refused: string;
  readonly fix?: string;
}

const maxDepth = 16;
const tooLarge: RefusedType = { refused: "is too large to be read" };

/** Reads the type of a parameter as a rule for its values. */
export function readType(type: TSType, source: ParsedSource): ReadType {
  return new TypeReader(source).read(type, 0);
}

/** Whether a type is an array of images; only special inputs have that. */
export function isArrayType(type: TSType): boolean {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "NdArray";
}

class TypeReader {
  readonly #source: ParsedSource;

  constructor(source: ParsedSource) {
    this.#source = source;
  }

  read(type: TSType, depth: number): ReadType {
    if (depth > maxDepth) return { refused: "names itself" };
    if (!this.#source.budget.spend()) return tooLarge;
    switch (type.type) {
      case "TSNumberKeyword": return { argument: { type: "number" } };
      case "TSStringKeyword": return { argument: { type: "string" } };
      case "TSBooleanKeyword": return { argument: { type: "boolean" } };
      case "TSAnyKeyword": case "TSUnknownKeyword": return { argument: { type: "any" } };
      case "TSObjectKeyword": return { argument: { type: "object" } };
      case "TSParenthesizedType": return this.read(type.typeAnnotation, depth);
      case "TSArrayType": return listOf(this.read(type.elementType, depth + 1));
      case "TSTupleType": return this.#tuple(type.elementTypes, depth + 1);
      case "TSTypeLiteral": return this.#members(type.members, depth + 1);
      case "TSIntersectionType": return mergedObjects(type.types.map((part) => this.read(part, depth + 1)));
      case "TSLiteralType": case "TSUnionType": case "TSIndexedAccessType": case "TSTypeQuery": return unionOf(this.#union(type, depth));
      case "TSTypeOperator":
        if (type.operator === "readonly") return this.read(type.typeAnnotation, depth);
        return type.operator === "keyof" ? unionOf(this.#union(type, depth)) : { refused: `is ${type.operator}, which cannot be checked` };
      case "TSTypeReference": return this.#reference(type, depth);
      default: return { refused: "cannot be checked; there are number, string, boolean, unions of strings, lists, tuples and objects" };
    }
  }

  /** The members of a union, with those of unions within. */
  #union(type: TSType, depth: number): readonly UnionMember[] {
    if (depth > maxDepth) return [{ read: { refused: "names itself" } }];
    if (!this.#source.budget.spend()) return [{ read: tooLarge }];
    switch (type.type) {
      case "TSParenthesizedType": return this.#union(type.typeAnnotation, depth);
      case "TSUnionType": return type.types.flatMap((each) => this.#union(each, depth + 1));
      case "TSNullKeyword": return [{ value: null }];
      case "TSUndefinedKeyword": return [{ value: undefined }];
      case "TSLiteralType": {
        const literal = this.#source.literals.of(type.literal);
        return [{ ..."value" in literal ? literal : { read: { refused: "is no literal" } } }];
      }
      case "TSTypeQuery": return typeOfConstant(type, this.#source) ?? [{ read: unknownConstant }];
      case "TSIndexedAccessType": return indexedConstant(type, this.#source) ?? [{ read: this.#property(type, depth) }];
      case "TSTypeOperator": return (type.operator === "keyof" ? keysOfConstant(type.typeAnnotation, this.#source) ?? this.#keys(type.typeAnnotation, depth) : undefined) ?? [{ read: this.#operator(type, depth) }];
      case "TSTypeReference": {
        const [alias] = declaredType(type.typeName, this.#source);
        if (alias !== undefined && alias.type !== "TSInterfaceDeclaration") return this.#union(alias, depth + 1);
        return [{ read: this.read(type, depth + 1) }];
      }
      default: return [{ read: this.read(type, depth + 1) }];
    }
  }

  #operator(type: Extract<TSType, { type: "TSTypeOperator" }>, depth: number): ReadType {
    return type.operator === "readonly" ? this.read(type.typeAnnotation, depth + 1) : { refused: `is ${type.operator} of what is no constant and no object of this source; write the union of strings` };
  }

  /** `Options["mode"]`. */
  #property({ objectType, indexType }: Extract<TSType, { type: "TSIndexedAccessType" }>, depth: number): ReadType {
    const read = this.read(objectType, depth + 1);
    const name = indexType.type === "TSLiteralType" ? this.#source.literals.of(indexType.literal) : undefined;
    if ("refused" in read) return read;
    const properties = read.argument.type === "object" ? read.argument.properties : undefined;
    const found = name !== undefined && "value" in name && properties !== undefined && Object.hasOwn(properties, String(name.value)) ? properties[String(name.value)] : undefined;
    if (found === undefined) return { refused: "is a part of another type, which cannot be found; write it out" };
    const { optional = false, ...argument } = found;
    return { argument: argument as ParameterArgument, ...(optional ? { isOptional: true } : {}) };
  }

  #keys(type: TSType, depth: number): readonly UnionMember[] | undefined {
    const read = this.read(type, depth + 1);
    return "argument" in read && read.argument.type === "object" && read.argument.properties !== undefined ? Object.keys(read.argument.properties).map((value) => ({ value })) : undefined;
  }

  #tuple(elements: readonly Node[], depth: number): ReadType {
    const types = elements.map((element) => (element.type === "TSNamedTupleMember" ? element.elementType : element));
    if (types.some(({ type }, at) => type === "TSRestType" || type === "TSOptionalType" || (elements[at] as { optional?: boolean }).optional === true)) {
      return { refused: "is a tuple of no fixed length" };
    }
    const items: ParameterArgument[] = [];
    for (const type of types) {
      const read = this.read(type as TSType, depth);
      if ("refused" in read) return read;
      items.push(read.argument);
    }
    const [first] = items;
    const isUniform = first !== undefined && items.every((item) => JSON.stringify(item) === JSON.stringify(first));
    return { argument: { type: "list", ...(isUniform ? { items: first } : {}), minLength: items.length, maxLength: items.length } };
  }

  #members(members: readonly Node[], depth: number): ReadType {
    const properties: [string, ParameterArgument][] = [];
    for (const member of members) {
      if (member.type === "TSIndexSignature") return { argument: { type: "object" } };
      const name = member.type === "TSPropertySignature" ? propertyName(member) : undefined;
      if (member.type !== "TSPropertySignature" || name === undefined || !member.typeAnnotation) return { refused: "has members that are no data" };
      const read = this.read(member.typeAnnotation.typeAnnotation, depth);
      if ("refused" in read) return { refused: `has the property "${name}", which ${read.refused}` };
      properties.push([name, member.optional || read.isOptional === true ? { ...read.argument, optional: true } : read.argument]);
    }
    return { argument: { type: "object", properties: Object.fromEntries(properties) } };
  }

  #reference(type: Extract<TSType, { type: "TSTypeReference" }>, depth: number): ReadType {
    const { typeName } = type;
    const declared = declaredType(typeName, this.#source);
    const [alias] = declared;
    if (alias !== undefined && alias.type !== "TSInterfaceDeclaration") return this.read(alias, depth + 1);
    if (alias !== undefined) return mergedObjects(declared.map((part) => (part.type === "TSInterfaceDeclaration" ? this.#interface(part, depth + 1) : this.read(part, depth + 1))));
    const name = typeName.type === "Identifier" ? typeName.name : "";
    const [first, second] = type.typeArguments?.params ?? [];
    if ((name === "Array" || name === "ReadonlyArray") && first !== undefined) return listOf(this.read(first, depth + 1));
    if (name === "Readonly" && first !== undefined) return this.read(first, depth + 1);
    if (name === "Record") return { argument: { type: "object" } };
    if (first !== undefined && ["Partial", "Required", "Pick", "Omit"].includes(name)) {
      const keys = second === undefined ? [] : this.#union(second, depth + 1).map((member) => ("value" in member ? String(member.value) : undefined));
      return changedObject(name, this.read(first, depth + 1), keys);
    }
    return { refused: `is ${name || "a type"}, which this source does not declare` };
  }

  #interface(node: Extract<Node, { type: "TSInterfaceDeclaration" }>, depth: number): ReadType {
    if (depth > maxDepth) return { refused: "names itself" };
    const own = this.#members(node.body.body, depth);
    const extended = node.extends.map(({ expression }): ReadType => {
      const parts = expression.type === "Identifier" ? declaredType(expression, this.#source) : [];
      return parts.length === 0 ? { argument: { type: "object" } } : mergedObjects(parts.map((part) => (part.type === "TSInterfaceDeclaration" ? this.#interface(part, depth + 1) : this.read(part, depth + 1))));
    });
    return extended.length === 0 ? own : mergedObjects([...extended, own]);
  }
}

const unknownConstant: RefusedType = { refused: "is that of what is no constant of this source; write the type" };

function listOf(items: ReadType): ReadType {
  return "refused" in items ? items : { argument: { type: "list", items: items.argument } };
}
