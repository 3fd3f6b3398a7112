import type { Node } from "oxc-parser";
import type { Budget } from "../budget.js";
import type { Binding, Identifier, Reference } from "./binding.js";
import { brokenOff, isAlwaysEvaluated, isLoop, mayLeave, statementAround, statementsAround } from "./control-flow.js";
import { enclosingFunction } from "./enclosing-function.js";

/** What puts a value into a variable. */
export type Write = Extract<Node, { type: "VariableDeclarator" | "AssignmentExpression" }>;

/**
 * The reads of a variable that meet what was put into it: all of one that is put there only once, else those that control is certain to
 * reach before something else is put there.
 */
export function certainReads(write: Write, binding: Binding, budget: Budget): readonly Identifier[] {
  const { references, declarations } = binding;
  const values = references.filter(({ isType }) => !isType);
  const writes = values.filter(({ isWrite }) => isWrite);
  if (writes.length === 0 && declarations.length === 1) return values.map(({ node }) => node);
  const fn = enclosingFunction(write);
  // What another function puts there may be there at any time.
  if (declarations.length > 1 || writes.some(({ node }) => enclosingFunction(node) !== fn)) return [];
  return new ReadsAfter(write, [...values].sort((a, b) => a.node.start - b.node.start), budget).found();
}

class ReadsAfter {
  readonly #write: Write;
  readonly #references: readonly Reference[];
  readonly #budget: Budget;
  readonly #found: Identifier[] = [];
  #next = 0;

  constructor(write: Write, references: readonly Reference[], budget: Budget) {
    this.#write = write;
    this.#references = references;
    this.#budget = budget;
  }

  found(): readonly Identifier[] {
    const { parent } = this.#write;
    let at: Node | undefined = parent?.type === "ExpressionStatement" || (parent?.type === "VariableDeclaration" && statementsAround(parent) !== undefined) ? parent : undefined;
    if (at === undefined || !this.#passes(at)) return this.#found;
    while (at !== undefined) at = this.#passesRest(at);
    return this.#found;
  }

  /** Goes through what follows a statement; gives the statement behind which control goes on, with the value still there. */
  #passesRest(statement: Node): Node | undefined {
    const list = statementsAround(statement) ?? [];
    for (let at = list.indexOf(statement) + 1; at < list.length && at > 0; at++) {
      const each = list[at] as Node;
      if (each.type === "BreakStatement" && each.label === null) return this.#out(brokenOff(each));
      if (!this.#passes(each)) return undefined;
    }
    return this.#out(statementAround(statement));
  }

  /** Of a loop, which may run on, only what does nothing else with the variable keeps the value. */
  #out(around: Node | undefined): Node | undefined {
    if (around === undefined || !isLoop(around)) return around;
    const puts = this.#references.some(({ node, isWrite }) => isWrite && node.start >= around.start && node.end <= around.end && node !== (this.#write as { left?: Node }).left);
    return puts || mayLeave(around) ? undefined : around;
  }

  /** Notes the certain reads within a statement; whether control is certain to go on behind it, with the value still there. */
  #passes(statement: Node): boolean {
    const here = this.#within(statement);
    if (here === undefined) return false;
    switch (statement.type) {
      case "ExpressionStatement": case "VariableDeclaration": case "ReturnStatement": case "ThrowStatement": {
        const writes = here.filter(({ isWrite }) => isWrite);
        const assigned = statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" && statement.expression.operator === "=" ? statement.expression : undefined;
        if (writes.length === 0) this.#note(here, statement);
        // What is assigned is evaluated before.
        else if (writes.length === 1 && assigned !== undefined && assigned.left === (writes[0] as Reference).node) this.#note(here.filter(({ isWrite }) => !isWrite), assigned.right);
        return writes.length === 0 && statement.type !== "ReturnStatement" && statement.type !== "ThrowStatement";
      }
      case "FunctionDeclaration": return true;
      default: {
        const head = headOf(statement);
        const inHead = here.filter(({ node }) => head !== undefined && node.start >= head.start && node.end <= head.end);
        if (head !== undefined && inHead.every(({ isWrite }) => !isWrite)) this.#note(inHead, head);
        return inHead.length === here.length && inHead.every(({ isWrite }) => !isWrite) && !mayLeave(statement);
      }
    }
  }

  #note(references: readonly Reference[], outer: Node): void {
    for (const { node } of references) if (isAlwaysEvaluated(node, outer)) this.#found.push(node);
  }

  /** The references within a statement and behind the write; undefined where too many were looked at. Statements are asked for in the order of the source. */
  #within({ start, end }: Node): readonly Reference[] | undefined {
    const found: Reference[] = [];
    for (; this.#budget.spend(); this.#next++) {
      const reference = this.#references[this.#next];
      if (reference === undefined || reference.node.start >= end) return found;
      if (reference.node.start >= Math.max(start, this.#write.end)) found.push(reference);
    }
    return undefined;
  }
}

/** What is evaluated of a statement whichever way it goes. */
function headOf(statement: Node): Node | undefined {
  switch (statement.type) {
    case "IfStatement": case "WhileStatement": return statement.test;
    case "ForOfStatement": case "ForInStatement": return statement.right;
    case "SwitchStatement": return statement.discriminant;
    default: return undefined;
  }
}
