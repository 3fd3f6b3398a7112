import type { Node } from "oxc-parser";
import type { AnyFunction } from "./binding.js";

/** The function whose body, or parameters, a node is part of; undefined at the top level. */
export function enclosingFunction(node: Node): AnyFunction | undefined {
  for (let at = node.parent; at != null; at = at.parent) {
    if (at.type === "FunctionDeclaration" || at.type === "FunctionExpression" || at.type === "ArrowFunctionExpression") return at;
  }
  return undefined;
}
