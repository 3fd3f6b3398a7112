import { NdArray, suggest } from "@openhcs/core";
import type { Node } from "oxc-parser";
import { withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import type { Binding, Reference } from "../scopes.js";
import { arrayGivers, memberInstead, operatorMethods, withArrayRight } from "./array-members.js";
import type { Decorated } from "./decorator.js";

const longOperand = 40;

/** Finds what is no use of an array: operators on `image`, which give NaN or false, and methods that it does not have. */
export function checkArrayUse({ fn, memoryType, options }: Decorated, functionName: string, source: ParsedSource): void {
  const [first] = fn.params.filter((node) => node.type !== "Identifier" || node.name !== "this");
  if ((options.values.inputMemoryType ?? memoryType) !== "ndarray" || first?.type !== "Identifier") return;
  const image = source.scopes.bindingOf.get(first);
  if (image !== undefined) new ArrayUse(functionName, source).check(image);
}

class ArrayUse {
  readonly #functionName: string;
  readonly #source: ParsedSource;
  readonly #arrays = new Set<Binding>();

  constructor(functionName: string, source: ParsedSource) {
    this.#functionName = functionName;
    this.#source = source;
  }

  /** A name that is always an array, and the constants that hold what its methods give. */
  check(image: Binding): void {
    const found = [image];
    for (let binding = found.pop(); binding !== undefined; binding = found.pop()) {
      if (this.#arrays.has(binding) || binding.references.some(isReplaced)) continue;
      this.#arrays.add(binding);
      for (const { node, isType } of binding.references) {
        if (isType) continue;
        this.#checkUse(node);
        const constant = heldResult(node);
        const held = constant === undefined ? undefined : this.#source.scopes.bindingOf.get(constant);
        if (held?.kind === "const" && held.declarations.length === 1) found.push(held);
      }
    }
  }

  #checkUse(node: Extract<Node, { type: "Identifier" }>): void {
    const expression: Node = node.parent?.type === "TSNonNullExpression" ? node.parent : node;
    const { parent } = expression;
    if (parent?.type === "BinaryExpression") return this.#operator(parent, parent.operator, parent.left, parent.right, expression);
    if (parent?.type === "AssignmentExpression" && parent.left === expression) return this.#operator(parent, parent.operator.slice(0, -1), parent.left, parent.right, expression);
    if (parent?.type === "UnaryExpression" && parent.operator === "-") return this.#refuse(parent, "-", `${node.name}.multiply(-1)`);
    if (parent?.type !== "MemberExpression" || parent.object !== expression || isAskedFor(parent)) return;
    if (parent.computed) {
      if (parent.property.type === "Literal" && typeof parent.property.value === "number") this.#warn(parent, `${node.name}[${parent.property.value}]`, `${node.name}.slice(${parent.property.value})`);
    } else if (parent.property.type === "Identifier" && !members().has(parent.property.name)) {
      const { name } = parent.property;
      const instead = Object.hasOwn(memberInstead, name) ? memberInstead[name] : suggest(name, members())[0];
      const fix = instead === undefined || instead.startsWith("Math.") ? instead : `@.${instead}`;
      this.#warn(parent, `${node.name}.${name}`, fix?.replaceAll("@", node.name));
    }
  }

  #operator(node: Node, operator: string, left: Node, right: Node, array: Node): void {
    const method = operatorMethods[operator];
    const other = left === array ? right : left;
    if (method === undefined || (operator === "+" && !this.#isNumber(other))) return;
    // Of two arrays the left one tells.
    if (left !== array && this.#isArray(left)) return;
    const [name, operand] = [this.#text(array), this.#text(other)];
    const fix = left === array ? (method === "" ? `${name}.map((value) => value % ${operand})` : `${name}.${method}(${operand})`) : withArrayRight(operator, name, operand);
    this.#refuse(node, operator, node.type === "AssignmentExpression" ? `${name} = ${fix}` : fix);
  }

  #isArray(node: Node): boolean {
    const binding = node.type === "Identifier" ? this.#source.scopes.bindingOf.get(node) : undefined;
    return binding !== undefined && this.#arrays.has(binding);
  }

  /** Not certainly: what is added may be text, and the whole a message. */
  #isNumber(node: Node): boolean {
    const inner = withoutTypes(node);
    if (inner.type === "Identifier") {
      const parameter = this.#source.scopes.bindingOf.get(inner)?.declarations[0]?.parent;
      return this.#isArray(inner) || (parameter?.type === "AssignmentPattern" && parameter.right.type === "Literal" && typeof parameter.right.value === "number");
    }
    if (inner.type === "CallExpression") return inner.callee.type === "MemberExpression" && (this.#isArray(inner.callee.object) || (inner.callee.object.type === "Identifier" && inner.callee.object.name === "Math"));
    return inner.type === "Literal" ? typeof inner.value === "number" : inner.type === "BinaryExpression" && inner.operator !== "+";
  }

  #text({ start, end }: Node): string {
    return end - start > longOperand ? "…" : this.#source.text.code.slice(start, end);
  }

  #refuse(node: Node, operator: string, fix: string): void {
    this.#source.issues.error("signature", "ARRAY_OPERATOR", node, `Function '${this.#functionName}' uses the operator ${operator} on an array, which JavaScript has only for numbers; arrays have methods.`, { functionName: this.#functionName, fix });
  }

  #warn(node: Node, what: string, fix: string | undefined): void {
    this.#source.issues.warn("signature", "NO_SUCH_MEMBER", node, `Function '${this.#functionName}' uses ${what}, which arrays do not have${fix === undefined ? "." : `; nearest: ${fix}.`}`, { functionName: this.#functionName, fix });
  }
}

let known: ReadonlySet<string> | undefined;

/** What an array has, objects' own members included. */
function members(): ReadonlySet<string> {
  return known ??= new Set([...Object.keys(NdArray.zeros([1])), ...Object.getOwnPropertyNames(NdArray.prototype), ...Object.getOwnPropertyNames(Object.prototype)]);
}

/** Whether code only asks if a member is there, or puts it there. */
function isAskedFor(member: Node): boolean {
  const { parent } = member;
  if (parent?.type === "AssignmentExpression") return parent.left === member;
  return parent?.type === "UnaryExpression" || parent?.type === "LogicalExpression" || parent?.type === "IfStatement" || (parent?.type === "ConditionalExpression" && parent.test === member);
}

/** Whether something else is assigned, which may be no array; `image *= 2` is told as an operator. */
function isReplaced({ node, isWrite }: Reference): boolean {
  return isWrite && !(node.parent?.type === "AssignmentExpression" && node.parent.operator !== "=");
}

/** The name that holds what a method gives: `const other = image.subtract(1)`. */
function heldResult(node: Node): Extract<Node, { type: "Identifier" }> | undefined {
  const member = node.parent;
  if (member?.type !== "MemberExpression" || member.object !== node || member.computed || member.property.type !== "Identifier" || !arrayGivers.has(member.property.name)) return undefined;
  const call = member.parent;
  const declarator = call?.type === "CallExpression" && call.callee === member ? call.parent : undefined;
  return declarator?.type === "VariableDeclarator" && declarator.init === call && declarator.id.type === "Identifier" ? declarator.id : undefined;
}
