import { visitorKeys, type Node } from "oxc-parser";
import type { ParsedSource } from "../parsed-source.js";
import { mayLeave } from "../scopes/control-flow.js";
import type { AnyFunction } from "../scopes.js";

/** Warns of parameters that a body never reads. */
export function checkUse(fn: AnyFunction, functionName: string, { scopes, issues }: ParsedSource): void {
  for (const parameter of fn.params) {
    const named = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
    const binding = named.type === "Identifier" ? scopes.bindingOf.get(named) : undefined;
    if (binding === undefined || binding.name.startsWith("_") || binding.name === "this" || binding.references.some(({ isType }) => !isType)) continue;
    const { name } = binding;
    issues.warn("signature", "UNUSED_PARAMETER", parameter, `Function '${functionName}' never uses its parameter '${name}'.`, { functionName });
  }
}

/** Refuses bodies that end without a result, whichever way they go; one that always throws may mean to. */
export function checkResult(fn: AnyFunction, functionName: string, { issues, isBroken }: ParsedSource): void {
  if (isBroken || fn.generator || fn.body?.type !== "BlockStatement" || alwaysThrows(fn.body) || returnedValues(fn).length > 0) return;
  issues.error("signature", "NO_RETURN", fn, `Function '${functionName}' returns nothing; its result is the image that it returns.`, { functionName, fix: "return image;" });
}

/** Whether control certainly does not reach the end of a statement, which returns nothing. */
function alwaysThrows(statement: Node | null): boolean {
  switch (statement?.type) {
    case "ThrowStatement": return true;
    case "BlockStatement": return statement.body.some((each) => alwaysThrows(each)) && !mayLeave(statement);
    case "IfStatement": return alwaysThrows(statement.consequent) && alwaysThrows(statement.alternate);
    case "TryStatement": return alwaysThrows(statement.finalizer) || (alwaysThrows(statement.block) && (statement.handler === null || alwaysThrows(statement.handler.body)));
    default: return false;
  }
}

/** Warns of tuples that lack declared outputs, where that is certain: literal tuples without spreads. */
export function checkReturns(fn: AnyFunction, functionName: string, outputs: readonly string[], { issues }: ParsedSource): void {
  for (const value of returnedValues(fn)) {
    if (value.type === "ArrayExpression") {
      if (value.elements.some((element) => element?.type === "SpreadElement")) continue;
      const count = value.elements.length;
      if (count <= outputs.length) {
        issues.warn("signature", "MISSING_OUTPUT", value, `Function '${functionName}' returns ${count} values, but declares ${["image", ...outputs].join(", ")}.`, { functionName });
      } else if (count > outputs.length + 2) {
        issues.warn("signature", "UNDECLARED_OUTPUT", value, `Function '${functionName}' returns ${count} values, but declares ${["image", ...outputs].join(", ")}.`, {
          functionName, fix: "ndarray({ specialOutputs: [\"name\"] })(…)",
        });
      }
    }
  }
}

/** What a function itself returns, not the functions within it. */
export function returnedValues(fn: AnyFunction): readonly Node[] {
  if (fn.body === null) return [];
  if (fn.body.type !== "BlockStatement") return [fn.body];
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.type === "ReturnStatement") { if (node.argument) found.push(node.argument); return; }
    if (!node.type.endsWith("Statement") && node.type !== "SwitchCase" && node.type !== "CatchClause") return;
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | null | readonly (Node | null)[]>)[key];
      for (const each of Array.isArray(child) ? child as readonly (Node | null)[] : [child as Node | null]) if (each) visit(each);
    }
  };
  visit(fn.body);
  return found;
}
