import { camelCaseName } from "@openhcs/core";
import type { CallExpression, Node } from "oxc-parser";
import { Budget } from "../budget.js";
import type { ParsedSource } from "../parsed-source.js";
import { certainReads, enclosingFunction, type Binding, type Identifier, type Write } from "../scopes.js";
import type { Decorated } from "./decorator.js";
import { returnedValues } from "./function-body.js";
import { ourModules } from "./import-rules.js";
import { importedName } from "./imports.js";

/** Methods of arrays that take an array, and so no promise of one. */
const arrayOperations = new Set([
  "add", "subtract", "multiply", "divide", "minimum", "maximum", "power", "greater", "greaterEqual", "less", "lessEqual", "equal", "notEqual",
]);

/** What a promise has. */
const promiseMembers = new Set(["then", "catch", "finally"]);

/** A promise that goes from variable to variable is followed so far. */
const maxFollowed = 100;

/**
 * Finds calls of library functions, and of others by `run`, whose promise is used as if it were the result.
 *
 * Only uses that cannot work are errors; a promise that is kept, passed on, returned or given to `Promise.all` may be awaited elsewhere.
 */
export function checkAwaits(source: ParsedSource, decorated: readonly Decorated[]): void {
  const { options: { libraryFunctions }, scopes, issues, text } = source;
  if (libraryFunctions === undefined) return;
  const names = new Set([...libraryFunctions, "run"]);
  const misuse = new Misuse(source, names, new Set(decorated.flatMap(({ fn }) => returnedValues(fn))));
  for (const call of scopes.calls) {
    if (!isLibraryCall(call, names, source) || !misuse.isMisused(call)) continue;
    const isAsync = enclosingFunction(call)?.async === true;
    const written = text.code.slice(call.callee.start, call.callee.end);
    const isObject = call.parent?.type === "MemberExpression" && call.parent.object === (call as Node);
    issues.error("signature", "MISSING_AWAIT", call, `The call of '${written}' returns a promise; write ${isObject ? "(await …) around it" : "await before it"}${isAsync ? "" : ", in an async function"}.`, {
      fix: isObject ? `(await ${written}(…))` : `await ${written}(…)`,
    });
  }
}

function isLibraryCall(call: CallExpression, names: ReadonlySet<string>, source: ParsedSource): boolean {
  const name = calledName(call, source);
  return name !== undefined && (names.has(name) || names.has(camelCaseName(name)));
}

/** The exported name of the library function that is called. */
function calledName({ callee }: CallExpression, { scopes }: ParsedSource): string | undefined {
  const ours = (binding: Binding | undefined) => binding?.kind === "imported" && binding.node.parent?.type === "ImportDeclaration" && ourModules.has(binding.node.parent.source.value);
  if (callee.type === "Identifier") {
    const binding = scopes.bindingOf.get(callee);
    return ours(binding) ? importedName((binding as Binding).node) : undefined;
  }
  if (callee.type !== "MemberExpression" || callee.computed || callee.object.type !== "Identifier" || callee.property.type !== "Identifier") return undefined;
  const binding = scopes.bindingOf.get(callee.object);
  return ours(binding) && importedName((binding as Binding).node) === "*" ? callee.property.name : undefined;
}

class Misuse {
  readonly #source: ParsedSource;
  readonly #names: ReadonlySet<string>;
  /** What decorated functions return, whose lists are taken apart. */
  readonly #returned: ReadonlySet<Node>;
  readonly #budget = new Budget();

  constructor(source: ParsedSource, names: ReadonlySet<string>, returned: ReadonlySet<Node>) {
    this.#source = source;
    this.#names = names;
    this.#returned = returned;
  }

  isMisused(expression: Node, followed = new Set<Node>()): boolean {
    let node = expression;
    let parent = node.parent;
    while (parent?.type === "TSAsExpression" || parent?.type === "TSSatisfiesExpression" || parent?.type === "TSNonNullExpression" || parent?.type === "ParenthesizedExpression") {
      node = parent;
      parent = node.parent;
    }
    if (parent === undefined || parent === null) return false;
    switch (parent.type) {
      case "MemberExpression":
        return parent.object === node && (parent.computed || (parent.property.type === "Identifier" && !promiseMembers.has(parent.property.name)));
      case "BinaryExpression": return parent.operator !== "instanceof" && !parent.operator.startsWith("==") && !parent.operator.startsWith("!=");
      case "UpdateExpression": case "SpreadElement": return parent.type === "UpdateExpression" || parent.parent?.type !== "ObjectExpression";
      case "UnaryExpression": return parent.operator !== "void" && parent.operator !== "typeof";
      case "TemplateLiteral": return true;
      case "ExpressionStatement": return expression.type === "CallExpression";
      case "ForOfStatement": return parent.right === node && !parent.await;
      case "IfStatement": case "WhileStatement": case "DoWhileStatement": case "ConditionalExpression":
        return parent.test === node;
      case "ArrayExpression": return this.#returned.has(parent);
      case "CallExpression": return parent.callee !== node && this.#takesNoPromise(parent);
      case "VariableDeclarator": return parent.init === node && this.#isMisusedIn(parent.id, parent, followed);
      case "AssignmentExpression": return parent.right === node && parent.operator === "=" && this.#isMisusedIn(parent.left, parent, followed);
      default: return false;
    }
  }

  /** A library function, or an operation of an array with another. */
  #takesNoPromise(call: CallExpression): boolean {
    if (isLibraryCall(call, this.#names, this.#source)) return true;
    const { callee } = call;
    return callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier" && arrayOperations.has(callee.property.name);
  }

  /** A variable that holds the promise, and is used as if it held the result; or a pattern that takes the result apart. */
  #isMisusedIn(target: Node, write: Write, followed: Set<Node>): boolean {
    if (target.type === "ObjectPattern" || target.type === "ArrayPattern") return true;
    if (target.type !== "Identifier" || followed.has(write) || followed.size >= maxFollowed) return false;
    followed.add(write);
    const binding = this.#source.scopes.bindingOf.get(target as Identifier);
    return binding !== undefined && certainReads(write, binding, this.#budget).some((read) => this.isMisused(read, followed));
  }
}
