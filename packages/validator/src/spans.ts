import type { Node } from "oxc-parser";
import type { ParsedSource } from "./parsed-source.js";
import { commentBefore } from "./signature/doc-comment.js";
import type { Span } from "./source-text.js";
import type { Binding, Identifier } from "./scopes.js";
import type { Decorated } from "./stages/decorator.js";

/** The declaration of a decorated function with its doc comment: the statement, or its part of one that declares several things. */
export function declarationSpan({ statement, binding }: Decorated, source: ParsedSource): Span {
  const declarators = declaratorsOf(statement);
  const at = declarators.length > 1 ? declarators.findIndex((declarator) => declarator === binding.node) : -1;
  const [own, next, previous] = [declarators[at], declarators[at + 1], declarators[at - 1]];
  if (own === undefined) return { start: withComment(statement, source), end: statement.end };
  return next === undefined ? { start: previous?.end ?? own.start, end: own.end } : { start: previous === undefined ? own.start : withComment(own, source), end: withComment(next, source) };
}

/** The comment above a statement that loses its first declaration, where the next has one of its own. */
export function orphanedComment({ statement, binding }: Decorated, { comments, text: { code } }: ParsedSource): Span | undefined {
  const [first, next] = declaratorsOf(statement);
  if (first === undefined || next === undefined || first !== binding.node || commentBefore(next.start, comments, code) === undefined) return undefined;
  const comment = commentBefore(statement.start, comments, code);
  return comment === undefined ? undefined : { start: comment.start, end: statement.start };
}

function declaratorsOf(statement: Node): readonly Node[] {
  const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  return declared?.type === "VariableDeclaration" ? declared.declarations : [];
}

function withComment({ start }: Node, { comments, text: { code } }: ParsedSource): number {
  return commentBefore(start, comments, code)?.start ?? start;
}

/** Every place that spells the registered name as the source does. */
export function nameSpans(decorated: Decorated, source: ParsedSource): readonly Span[] {
  return renamedPlaces(decorated, source).map(({ start, end }) => ({ start, end }));
}

export interface RenamedPlace extends Span {
  /** `{ name }` becomes `{ name: other }`. */
  readonly isShorthand: boolean;
}

export function renamedPlaces(decorated: Decorated, { scopes }: ParsedSource): readonly RenamedPlace[] {
  const { name, nameNode, fn, binding, options } = decorated;
  const places = new Map<number, RenamedPlace>();
  const add = (node: Node, isShorthand = false, length = name.length) => places.set(node.start, { start: node.start, end: node.start + length, isShorthand });
  // Within the quotes of the option.
  if (options.values.name !== undefined && (nameNode.type === "Literal" || nameNode.type === "TemplateLiteral")) {
    places.set(nameNode.start + 1, { start: nameNode.start + 1, end: nameNode.end - 1, isShorthand: false });
  }
  const own = [fn.id, heldBy(fn)].map((identifier) => (identifier == null ? undefined : scopes.bindingOf.get(identifier)));
  for (const named of new Set<Binding | undefined>([binding, ...own])) {
    if (named?.name !== name) continue;
    const { declarations, references } = named;
    for (const declaration of declarations) add(declaration);
    for (const { node, isShorthand } of references) add(node, isShorthand);
  }
  return [...places.values()].sort((a, b) => a.start - b.start);
}

/** The constant of a function: `const blur = (image) => …`. */
function heldBy({ parent }: Node): Identifier | undefined {
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
}
