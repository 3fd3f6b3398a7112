import { visitorKeys, type Comment, type Node, type Program } from "oxc-parser";
import type { Span } from "../source-text.js";

/** Trials within trials. */
const maxDepth = 8;
/** How often a trial reads what lies in it, at most: as the type of a pattern, as that pattern, and as what it is, each ahead or in earnest. */
const readings = 4;
/** Characters that all trials of a source may read again. */
const maxReread = 1_000_000;

/** Where a trial begins behind `<`: such a one reads twelve times what others read four times. */
const behindAngle = new Set(["BinaryExpression", "CallExpression", "NewExpression", "TaggedTemplateExpression", "TSInstantiationExpression"]);

export interface TrialRefusal extends Span {
  readonly message: string;
}

interface Text {
  readonly code: string;
  /** Where the comment begins that ends at an offset. */
  readonly commentAt: ReadonlyMap<number, number>;
}

/** A node to look at, and how many trials read it. */
interface Part {
  readonly node: Node;
  readonly depth: number;
  /** Of a conditional that continues a chain of them, all but the condition: a type ends at its question mark. */
  readonly restDepth?: number;
  readonly isInConsequent: boolean;
}

/**
 * Says why a program must not be given to the stripper of types, which takes exponential time for it.
 *
 * Behind `)` and a colon that parser first tries to read the type that an arrow function returns, with the function: `a ? (b) : c => d`. It
 * reads the same again where that fails, and again for every such place within. It looks ahead likewise behind a parenthesis in a type,
 * and behind `<`.
 */
export function checkTypeTrials(program: Program, comments: readonly Comment[], code: string): TrialRefusal | undefined {
  const text: Text = { code, commentAt: new Map(comments.map(({ start, end }) => [end, start])) };
  const parts: Part[] = [{ node: program, depth: 0, isInConsequent: false }];
  let reread = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    for (const inner of partsOf(part, text)) {
      const { node, depth } = inner;
      parts.push(inner);
      if (depth <= part.depth) continue;
      const { start, end } = node.type === "ConditionalExpression" && inner.restDepth !== undefined ? node.test : node;
      reread += (end - start) * readings ** depth;
      if (depth > maxDepth) return { start, end, message: `The source has more than ${maxDepth} conditions or comparisons within each other behind parentheses and colons, where types might stand. Split it into statements and functions.` };
      if (reread > maxReread) return { start, end, message: "The source has too much text within conditions and comparisons behind parentheses and colons, where types might stand. Split it into statements and functions." };
      if (runsOn(node, code)) return { start, end, message: "What stands here might be a type that goes on behind the line. End the statement with a semicolon." };
    }
  }
  return undefined;
}

function partsOf({ node, depth, restDepth = depth, isInConsequent }: Part, text: Text): readonly Part[] {
  if (node.type === "ConditionalExpression") {
    const { test, consequent, alternate } = node;
    // What might have type parameters of its own is tried without them, too.
    const trials = !endsInParenthesis(consequent, alternate, text) ? 0 : text.code.slice(consequent.start, consequent.end).includes("<") ? 2 : 1;
    const isChain = trials > 0 && alternate.type === "ConditionalExpression";
    return [
      { node: test, depth, isInConsequent }, { node: consequent, depth: restDepth, isInConsequent: true },
      { node: alternate, depth: restDepth + trials, isInConsequent, ...(isChain ? { restDepth } : {}) },
    ];
  }
  const tried = triedIn(node, isInConsequent, text);
  const trials = (child: Node) => (tried.includes(child) ? (behindAngle.has(node.type) ? 2 : 1) : looksLikeParameter(child, text) ? 1 : 0);
  return childrenOf(node).map((child) => ({ node: child, depth: depth + trials(child), isInConsequent }));
}

/** The children that are read by a trial. */
function triedIn(node: Node, isInConsequent: boolean, text: Text): readonly (Node | null | undefined)[] {
  switch (node.type) {
    case "SwitchCase": {
      const [first] = node.consequent;
      return node.test !== null && first !== undefined && endsInParenthesis(node.test, first, text) ? [first] : [];
    }
    case "ArrowFunctionExpression": return isInConsequent && node.returnType !== null ? [node.returnType, node.body] : [];
    case "BinaryExpression": return node.operator === "<" || node.operator === "<<" ? [node.right] : [];
    case "CallExpression": case "NewExpression": case "TaggedTemplateExpression": case "TSInstantiationExpression": return [node.typeArguments];
    case "TSFunctionType": case "TSConstructorType": return node.params.filter(({ start }) => "{[".includes(text.code.charAt(start)));
    default: return [];
  }
}

/** Whether a parenthesis stands before the colon between two nodes; those around a node are no part of it. */
function endsInParenthesis(before: Node, after: Node, { code }: Text): boolean {
  return code.charAt(before.end - 1) === ")" || code.slice(before.end, after.start).includes(")");
}

/** A type in braces or brackets behind a parenthesis. */
function looksLikeParameter({ type, start }: Node, { code, commentAt }: Text): boolean {
  if (type !== "TSTypeLiteral" && type !== "TSTupleType" && type !== "TSMappedType") return false;
  let at = start;
  for (let before: number | undefined = at; before !== undefined; before = commentAt.get(at)) {
    at = before;
    while (/\s/.test(code.charAt(at - 1))) at--;
  }
  return code.charAt(at - 1) === "(";
}

/** Whether a node ends in a word behind which a type goes on over a line break, and the next line has no separator. */
function runsOn({ end }: Node, code: string): boolean {
  return /(?<![\w$.])(?:keyof|infer|unique|readonly|asserts|abstract|is)$/.test(code.slice(Math.max(0, end - 10), end)) && /^(?:\s|\/\/.*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*[^\s;:,)\]}/]/.test(code.slice(end));
}

/** Children of which anything depends: names, and what has children of its own. A source may have a million others. */
function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  const add = (child: Node | null | undefined) => {
    if (child != null && (child.type === "Identifier" || (visitorKeys[child.type] ?? []).length > 0)) children.push(child);
  };
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | null | undefined | readonly (Node | null)[]>)[key];
    if (Array.isArray(child)) (child as readonly (Node | null)[]).forEach(add);
    else add(child as Node | null | undefined);
  }
  return children;
}
