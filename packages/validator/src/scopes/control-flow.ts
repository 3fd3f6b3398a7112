import { visitorKeys, type Node } from "oxc-parser";

const loops: ReadonlySet<string> = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);

export function isLoop({ type }: Node): boolean {
  return loops.has(type);
}

/** The statements among which a statement stands. */
export function statementsAround({ parent }: Node): readonly Node[] | undefined {
  if (parent?.type === "BlockStatement" || parent?.type === "Program" || parent?.type === "StaticBlock") return parent.body;
  return parent?.type === "SwitchCase" ? parent.consequent : undefined;
}

/** The statement behind which control goes on when the last one of its part has run; undefined where that may be elsewhere. */
export function statementAround(statement: Node): Node | undefined {
  const { parent } = statement;
  switch (parent?.type) {
    case "BlockStatement": return parent.parent?.type === "BlockStatement" || parent.parent?.type === "Program" || parent.parent?.type === "SwitchCase" ? parent : statementAround(parent);
    case "IfStatement": case "LabeledStatement": return parent;
    case "CatchClause": return parent.parent?.type === "TryStatement" && parent.parent.finalizer === null ? parent.parent : undefined;
    case "TryStatement": return parent.finalizer === null || parent.finalizer === (statement as Node) ? parent : undefined;
    case "SwitchCase": return parent.parent?.type === "SwitchStatement" && parent.parent.cases.at(-1) === parent ? parent.parent : undefined;
    default: return parent != null && isLoop(parent) ? parent : undefined;
  }
}

/** What a `break` without a label ends. */
export function brokenOff(statement: Node): Node | undefined {
  for (let at = statement.parent; at != null; at = at.parent) if (isLoop(at) || at.type === "SwitchStatement") return at;
  return undefined;
}

/** Whether control may go from within a statement to where it would not go by its end, other than by an error. */
export function mayLeave(statement: Node, canBreak = false, canContinue = false): boolean {
  switch (statement.type) {
    case "ReturnStatement": return true;
    case "BreakStatement": return statement.label !== null || !canBreak;
    case "ContinueStatement": return statement.label !== null || !canContinue;
    default:
  }
  if (!statement.type.endsWith("Statement") && statement.type !== "SwitchCase" && statement.type !== "CatchClause") return false;
  const loop = isLoop(statement);
  return (visitorKeys[statement.type] ?? []).some((key) => {
    const part = (statement as unknown as Record<string, Node | null | readonly (Node | null)[]>)[key];
    return (Array.isArray(part) ? part as readonly (Node | null)[] : [part as Node | null]).some((each) => each !== null && mayLeave(each, canBreak || loop || statement.type === "SwitchStatement", canContinue || loop));
  });
}

/** Whether an expression is evaluated whenever the one around it is, and not in a function of its own. */
export function isAlwaysEvaluated(expression: Node, outer: Node): boolean {
  for (let at = expression; at !== outer;) {
    const { parent } = at;
    if (parent == null) return false;
    switch (parent.type) {
      case "ConditionalExpression": if (parent.test !== at) return false; break;
      case "LogicalExpression": if (parent.right === at) return false; break;
      case "AssignmentExpression": if (parent.right === at && ["&&=", "||=", "??="].includes(parent.operator)) return false; break;
      case "AssignmentPattern": case "ChainExpression": case "FunctionExpression": case "FunctionDeclaration": case "ArrowFunctionExpression": case "ClassExpression": case "ClassDeclaration": return false;
      default:
    }
    at = parent;
  }
  return true;
}
