import type { ParsedSource } from "../parsed-source.js";
import type { AnyFunction } from "../scopes.js";
import type { Decorated } from "../stages/decorator.js";
import { docCommentBefore, type DocComment } from "./doc-comment.js";

/** The doc comment of a decorated function: at its constant, at its statement, or where the function is declared. */
export function docOfDecorated(decorated: Decorated, source: ParsedSource): DocComment | undefined {
  return ownDoc(decorated, source) ?? docCommentBefore(decorated.statement, source) ?? docOf(decorated.fn, source);
}

/** The comment right before one of several constants of a statement. */
function ownDoc({ binding: { node }, statement }: Decorated, source: ParsedSource): DocComment | undefined {
  return node.type === "VariableDeclarator" && node.start > statement.start ? docCommentBefore(node, source) : undefined;
}

const maxOverloads = 20;

function docOf(fn: AnyFunction, source: ParsedSource): DocComment | undefined {
  const statement = fn.parent?.type === "VariableDeclarator" ? fn.parent.parent : fn;
  const binding = fn.id === null ? undefined : source.scopes.bindingOf.get(fn.id);
  // Of overloads the first has the comment.
  const declared = fn.type === "FunctionDeclaration" ? binding?.declarations.slice(0, maxOverloads).map(({ parent }) => parent) : undefined;
  for (const node of declared ?? [statement]) {
    const outer = node?.parent?.type === "ExportNamedDeclaration" ? node.parent : node;
    const doc = outer === undefined || outer === null ? undefined : docCommentBefore(outer, source);
    if (doc !== undefined) return doc;
  }
  return undefined;
}
