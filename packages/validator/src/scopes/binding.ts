import type { ArrowFunctionExpression, Function as FunctionNode, Node } from "oxc-parser";

export type AnyFunction = FunctionNode | ArrowFunctionExpression;
export type Identifier = Extract<Node, { type: "Identifier" }>;
export type BindingKind = "imported" | "const" | "let" | "var" | "function" | "class" | "parameter" | "catch" | "type";

/** A name that a source declares, with every place that speaks of it. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** Several for overloads, for interfaces written in parts, and for variables declared twice. */
  readonly declarations: Identifier[];
  /** The declarator, function, class, import specifier or parameter. */
  readonly node: Node;
  readonly references: Reference[];
  readonly isTopLevel: boolean;
}

export interface Reference {
  readonly node: Identifier;
  /** Within a type, which is erased. */
  readonly isType: boolean;
  /** `{ name }`, where a new name has to be written out. */
  readonly isShorthand: boolean;
  readonly isWrite: boolean;
}
