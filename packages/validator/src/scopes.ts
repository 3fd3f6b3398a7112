import type { Node, Program } from "oxc-parser";
import type { Binding, Identifier, Reference } from "./scopes/binding.js";
import { NameWalk } from "./scopes/name-walk.js";

export { certainReads, type Write } from "./scopes/certain-reads.js";
export { enclosingFunction } from "./scopes/enclosing-function.js";
export type { AnyFunction, Binding, BindingKind, Identifier, Reference } from "./scopes/binding.js";

/** What one walk through a program finds out. */
export interface Scopes {
  readonly topLevel: ReadonlyMap<string, Binding>;
  readonly bindings: readonly Binding[];
  /** References to what the source does not declare. */
  readonly free: readonly Reference[];
  /** By what declares a name, and by what refers to it. */
  readonly bindingOf: ReadonlyMap<Identifier, Binding>;
  readonly calls: readonly Extract<Node, { type: "CallExpression" }>[];
  /** Nodes of the asked types, in order. */
  readonly noted: readonly Node[];
  /** The first node that lies deeper than the limit, below which nothing was looked at. */
  readonly tooDeep: Node | undefined;
}

/** Resolves every name of a program; sets `parent` on its nodes. */
export function scopesOf(program: Program, isNoted: (type: string) => boolean, maxDepth: number): Scopes {
  const walk = new NameWalk(isNoted, maxDepth);
  const { names, calls, noted } = walk;
  program.parent = null;
  for (const statement of program.body) walk.visit(statement, program, names.top);
  names.resolve();
  const { bindings, free, bindingOf } = names;
  return { topLevel: names.top.all(), bindings, free, bindingOf, calls, noted, tooDeep: walk.tooDeep };
}
