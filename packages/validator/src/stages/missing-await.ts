import type { CallExpression, Node } from "oxc-parser";
import type { ParsedSource } from "../parsed-source.js";
import type { Binding } from "../scopes.js";
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

/**
 * Finds calls of library functions whose promise is used as if it were the result.
 *
 * Only uses that cannot work are errors; a promise that is kept, passed on, returned or given to `Promise.all` may be awaited elsewhere.
 */
export function checkAwaits(source: ParsedSource, decorated: readonly Decorated[]): void {
  const { options: { libraryFunctions }, scopes, issues, text } = source;
  if (libraryFunctions === undefined) return;
  const names = new Set(libraryFunctions);
  const returned = new Set<Node>(decorated.flatMap(({ fn }) => returnedValues(fn)));
  const libraryName = (call: CallExpression) => calledName(call, source);
  for (const call of scopes.calls) {
    const name = libraryName(call);
    if (name === undefined || !names.has(name)) continue;
    const isLibraryCall = (node: CallExpression) => names.has(libraryName(node) ?? "");
    if (!isMisused(call, returned, isLibraryCall, source)) continue;
    const isAsync = enclosingFunctionIsAsync(call);
    const written = text.code.slice(call.callee.start, call.callee.end);
    const isObject = call.parent?.type === "MemberExpression" && call.parent.object === (call as Node);
    issues.error("signature", "MISSING_AWAIT", call, `The call of '${written}' returns a promise; write ${isObject ? "(await …) around it" : "await before it"}${isAsync ? "" : ", in an async function"}.`, {
      fix: isObject ? `(await ${written}(…))` : `await ${written}(…)`,
    });
  }
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

function isMisused(expression: Node, returned: ReadonlySet<Node>, isLibraryCall: (node: CallExpression) => boolean, source: ParsedSource): boolean {
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
    case "ExpressionStatement": return true;
    case "ForOfStatement": return parent.right === node && !parent.await;
    case "IfStatement": case "WhileStatement": case "DoWhileStatement": case "ConditionalExpression":
      return parent.test === node;
    case "ArrayExpression": return returned.has(parent);
    case "CallExpression": return parent.callee !== node && takesNoPromise(parent, isLibraryCall);
    case "VariableDeclarator": return parent.init === node && isMisusedConstant(parent, returned, isLibraryCall, source);
    default: return false;
  }
}

/** A library function, or an operation of an array with another. */
function takesNoPromise(call: CallExpression, isLibraryCall: (node: CallExpression) => boolean): boolean {
  if (isLibraryCall(call)) return true;
  const { callee } = call;
  return callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier" && arrayOperations.has(callee.property.name);
}

/** A constant that holds the promise, and is used as if it held the result. */
function isMisusedConstant(declarator: Extract<Node, { type: "VariableDeclarator" }>, returned: ReadonlySet<Node>, isLibraryCall: (node: CallExpression) => boolean, { scopes, ...source }: ParsedSource): boolean {
  if (declarator.id.type === "ObjectPattern" || declarator.id.type === "ArrayPattern") return true;
  if (declarator.id.type !== "Identifier" || declarator.parent?.type !== "VariableDeclaration" || declarator.parent.kind !== "const") return false;
  const binding = scopes.bindingOf.get(declarator.id);
  return binding?.references.some(({ node, isType }) => !isType && isMisused(node, returned, isLibraryCall, { scopes, ...source })) === true;
}

function enclosingFunctionIsAsync(node: Node): boolean {
  for (let at = node.parent; at != null; at = at.parent) {
    if (at.type === "FunctionDeclaration" || at.type === "FunctionExpression" || at.type === "ArrowFunctionExpression") return at.async;
  }
  return false;
}
