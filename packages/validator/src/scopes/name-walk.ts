import { visitorKeys, type Node } from "oxc-parser";
import type { AnyFunction, BindingKind } from "./binding.js";
import { Names, Scope } from "./scope.js";
import { enterType } from "./type-names.js";

/** Children of a type of node that are names of something else, or are walked by hand. */
const skippedKeys: Readonly<Record<string, readonly string[]>> = {
  LabeledStatement: ["label"], BreakStatement: ["label"], ContinueStatement: ["label"], MetaProperty: ["meta", "property"],
  TSNamedTupleMember: ["label"], TSTypePredicate: ["parameterName"], TSImportType: ["source", "options", "qualifier"], TSTypeParameter: ["name"],
  TSMappedType: ["key"],
};

type Part = Node | null | undefined;

/** One walk through a program, which sets `parent` on its nodes. */
export class NameWalk {
  readonly names = new Names();
  readonly calls: Extract<Node, { type: "CallExpression" }>[] = [];
  readonly noted: Node[] = [];
  tooDeep: Node | undefined;
  readonly #isNoted: (type: string) => boolean;
  readonly #maxDepth: number;
  #depth = 0;

  constructor(isNoted: (type: string) => boolean, maxDepth: number) {
    this.#isNoted = isNoted;
    this.#maxDepth = maxDepth;
  }

  visit(node: Node, parent: Node | undefined, scope: Scope): void {
    if (parent !== undefined) node.parent = parent;
    if (this.#isNoted(node.type)) this.noted.push(node);
    if (this.#depth >= this.#maxDepth) { this.tooDeep ??= node; return; }
    this.#depth++;
    this.#enter(node, scope);
    this.#depth--;
  }

  visitAll(nodes: readonly Part[], parent: Node, scope: Scope): void {
    for (const node of nodes) if (node) this.visit(node, parent, scope);
  }

  children(node: Node, scope: Scope): void {
    const skipped = skippedKeys[node.type];
    for (const key of visitorKeys[node.type] ?? []) {
      if (skipped?.includes(key) === true) continue;
      const child = (node as unknown as Record<string, Part | readonly Part[]>)[key];
      if (child === null || child === undefined) continue;
      if (Array.isArray(child)) this.visitAll(child as readonly Part[], node, scope);
      else this.visit(child as Node, node, scope);
    }
  }

  /** Declares the names of a pattern. */
  pattern(node: Node, kind: BindingKind, owner: Node, scope: Scope, parent: Node): void {
    node.parent = parent;
    switch (node.type) {
      case "Identifier":
        this.names.declare(node, kind, owner, kind === "var" ? scope.function : scope);
        return this.visitAll([node.typeAnnotation, ...(node.decorators ?? [])], node, scope);
      case "AssignmentPattern":
        this.pattern(node.left, kind, owner, scope, node);
        return this.visit(node.right, node, scope);
      case "RestElement":
        this.pattern(node.argument, kind, owner, scope, node);
        return this.visitAll([node.typeAnnotation], node, scope);
      case "ArrayPattern":
        for (const element of node.elements) if (element !== null) this.pattern(element, kind, owner, scope, node);
        return this.visitAll([node.typeAnnotation], node, scope);
      case "ObjectPattern":
        for (const property of node.properties) {
          property.parent = node;
          if (property.type === "RestElement") { this.pattern(property.argument, kind, owner, scope, property); continue; }
          if (property.computed) this.visit(property.key, property, scope);
          this.pattern(property.value, kind, owner, scope, property);
        }
        return this.visitAll([node.typeAnnotation], node, scope);
      case "TSParameterProperty":
        if (this.#isNoted(node.type)) this.noted.push(node);
        return this.pattern(node.parameter, kind, owner, scope, node);
      default:
        return this.visit(node, parent, scope);
    }
  }

  #function(node: AnyFunction, scope: Scope): void {
    if ((node.type === "FunctionDeclaration" || node.type === "TSDeclareFunction") && node.id) {
      node.id.parent = node;
      this.names.declare(node.id, "function", node, scope);
    }
    let inner = new Scope(scope, true);
    if (node.type === "FunctionExpression" && node.id) {
      node.id.parent = node;
      this.names.declare(node.id, "function", node, inner);
      inner = new Scope(inner, true);
    }
    this.visitAll([node.typeParameters], node, inner);
    for (const parameter of node.params) this.pattern(parameter, "parameter", parameter, inner, node);
    this.visitAll([node.returnType], node, inner);
    if (node.body === null) return;
    if (node.body.type !== "BlockStatement") return this.visit(node.body, node, inner);
    node.body.parent = node;
    this.visitAll(node.body.body, node.body, inner);
  }

  #enter(node: Node, scope: Scope): void {
    const { names } = this;
    switch (node.type) {
      case "Identifier":
        return names.refer(node, scope, "value", node.parent as Node);
      case "FunctionDeclaration": case "FunctionExpression": case "ArrowFunctionExpression": case "TSDeclareFunction": case "TSEmptyBodyFunctionExpression":
        return this.#function(node, scope);
      case "ClassDeclaration": case "ClassExpression": {
        const inner = new Scope(scope, false);
        if (node.id) { node.id.parent = node; names.declare(node.id, "class", node, node.type === "ClassDeclaration" ? scope : inner); }
        return this.visitAll([...node.decorators, node.typeParameters, node.superClass, node.superTypeArguments, ...(node.implements ?? []), node.body], node, inner);
      }
      case "VariableDeclaration":
        for (const declarator of node.declarations) {
          declarator.parent = node;
          const kind: BindingKind = node.kind === "var" || node.kind === "let" ? node.kind : "const";
          this.pattern(declarator.id, kind, declarator, scope, declarator);
          if (declarator.init) this.visit(declarator.init, declarator, scope);
        }
        return;
      case "ImportDeclaration":
        for (const specifier of node.specifiers) {
          specifier.parent = node;
          specifier.local.parent = specifier;
          const isType = node.importKind === "type" || (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
          names.declare(specifier.local, isType ? "type" : "imported", specifier, scope);
        }
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) return this.visit(node.declaration, node, scope);
        if (node.source) return;
        for (const specifier of node.specifiers) {
          specifier.parent = node;
          if (specifier.local.type === "Identifier") names.refer(specifier.local, scope, node.exportKind === "type" || specifier.exportKind === "type" ? "type" : "value", specifier);
        }
        return;
      case "ExportAllDeclaration": case "TSEnumDeclaration": case "TSModuleDeclaration": case "TSImportEqualsDeclaration": case "TSNamespaceExportDeclaration":
        return;
      case "BlockStatement": case "ForStatement": case "ForInStatement": case "ForOfStatement": case "StaticBlock":
        return this.children(node, new Scope(scope, node.type === "StaticBlock"));
      case "SwitchStatement":
        this.visit(node.discriminant, node, scope);
        return this.visitAll(node.cases, node, new Scope(scope, false));
      case "CatchClause": {
        const inner = new Scope(scope, false);
        if (node.param) this.pattern(node.param, "catch", node, inner, node);
        return this.visit(node.body, node, inner);
      }
      case "MemberExpression":
        this.visit(node.object, node, scope);
        if (node.computed) this.visit(node.property, node, scope);
        return;
      case "Property": case "MethodDefinition": case "PropertyDefinition": case "AccessorProperty": case "TSAbstractMethodDefinition": case "TSAbstractPropertyDefinition": case "TSAbstractAccessorProperty":
        if (node.computed) this.visit(node.key, node, scope);
        return this.visitAll([...("decorators" in node ? node.decorators : []), "typeAnnotation" in node ? node.typeAnnotation : null, node.value], node, scope);
      case "CallExpression":
        this.calls.push(node);
        return this.children(node, scope);
      default:
        if (!node.type.startsWith("TS") || !enterType(node, scope, this)) this.children(node, scope);
    }
  }
}
