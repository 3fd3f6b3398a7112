import type { Node } from "oxc-parser";
import type { Binding, BindingKind, Identifier, Reference } from "./binding.js";

/** What a name stands for where it is written: a value, a type, or the value of which a type speaks (`typeof name`). */
export type Place = "value" | "type" | "typeof";

/** Names of one block, function or class. A value and a type may share one. */
export class Scope {
  readonly values = new Map<string, Binding>();
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  #types: Map<string, Binding> | undefined;

  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  /** Where `var` is declared. */
  get function(): Scope {
    return this.isFunction || this.parent === undefined ? this : this.parent.function;
  }

  get types(): Map<string, Binding> {
    return this.#types ??= new Map();
  }

  find(name: string, place: Place): Binding | undefined {
    const [value, type] = [this.values.get(name), this.#types?.get(name)];
    return (place === "type" ? type ?? value : value ?? type) ?? this.parent?.find(name, place);
  }

  /** Every name, values first. */
  all(): ReadonlyMap<string, Binding> {
    return this.#types === undefined ? this.values : new Map([...this.#types, ...this.values]);
  }
}

/** Collects declarations and references, and brings them together when all are known. */
export class Names {
  readonly top = new Scope(undefined, true);
  readonly bindings: Binding[] = [];
  readonly bindingOf = new Map<Identifier, Binding>();
  readonly free: Reference[] = [];
  readonly #pending: { readonly reference: Reference; readonly scope: Scope; readonly place: Place }[] = [];

  declare(identifier: Identifier, kind: BindingKind, node: Node, scope: Scope): void {
    const names = kind === "type" ? scope.types : scope.values;
    const known = names.get(identifier.name);
    const binding: Binding = known ?? { name: identifier.name, kind, declarations: [], node, references: [], isTopLevel: scope === this.top };
    binding.declarations.push(identifier);
    this.bindingOf.set(identifier, binding);
    if (known !== undefined) return;
    names.set(identifier.name, binding);
    this.bindings.push(binding);
  }

  refer(node: Identifier, scope: Scope, place: Place, parent: Node): void {
    node.parent = parent;
    const isShorthand = parent.type === "Property" && parent.shorthand;
    this.#pending.push({ scope, place, reference: { node, isType: place !== "value", isShorthand, isWrite: place === "value" && isWritten(node) } });
  }

  resolve(): void {
    for (const { reference, scope, place } of this.#pending) {
      const binding = scope.find(reference.node.name, place);
      if (binding === undefined) { this.free.push(reference); continue; }
      binding.references.push(reference);
      this.bindingOf.set(reference.node, binding);
    }
  }
}

function isWritten(node: Identifier): boolean {
  const { parent } = node;
  if (parent?.type === "AssignmentExpression") return parent.left === (node as Node);
  if (parent != null && isTarget(node, parent)) return true;
  return parent?.type === "UpdateExpression" || ((parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === (node as Node));
}

/** Within a pattern: those that declare are no references. */
function isTarget(node: Identifier, parent: Node): boolean {
  if (parent.type === "ArrayPattern" || parent.type === "RestElement") return true;
  if (parent.type === "AssignmentPattern") return parent.left === (node as Node);
  return parent.type === "Property" && parent.value === (node as Node) && parent.parent?.type === "ObjectPattern";
}
