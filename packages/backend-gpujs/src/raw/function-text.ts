import type { Node } from "acorn";
import { parse } from "#parser";

/** What the text of a kernel says of itself. */
export interface FunctionText {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; /** How many indices follow it; 0 for a number. */ readonly indices: number }[];
  /** Axes of the result: 3 where it asks for `this.thread.z`, 2 for `y`. */
  readonly threadAxes: number;
  /** The first piece of code of a kind, such as NewExpression; of a name, where one is given. */
  find(type: string, name?: string): Place | undefined;
  /** The first piece of code that gpu.js would quote so. */
  findQuoted(quote: string): Place | undefined;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** gpu.js parses kernels behind this, and takes what it quotes of their first line from as far right. */
const before = "const parser_kernel = ".length;

type AnyNode = Node & { readonly [member: string]: unknown };

/** @throws SyntaxError with `loc`, and Error where it is no function */
export function readFunction(source: string): FunctionText {
  const { body } = parse(source, { ecmaVersion: 2022, locations: true }) as unknown as { readonly body: readonly AnyNode[] };
  const [declared, ...more] = body;
  if (declared?.type !== "FunctionDeclaration" || more.length > 0) throw new Error("must be one function, as in function invert(image, level) { return level - image[this.thread.x]; }");
  const parameters = (declared["params"] as AnyNode[]).map((node) => {
    if (node.type !== "Identifier") throw new Error("must have plain names as parameters");
    return node["name"] as string;
  });
  const nodes = [...walk(declared)];
  return {
    name: (declared["id"] as AnyNode)["name"] as string,
    parameters: parameters.map((name) => ({ name, indices: Math.max(0, ...nodes.map((node) => indicesOf(node, name))) })),
    threadAxes: Math.max(1, ...nodes.map(threadAxis)),
    find: (type, wanted) => placeOf(nodes.find((node) => node.type === type && (wanted === undefined || node["name"] === wanted))),
    findQuoted: (quote) => placeOf(nodes.find((node) => quoteOf(node, source) === quote)),
  };
}

function placeOf(node: AnyNode | undefined): Place | undefined {
  const start = node?.loc?.start;
  return start === undefined ? undefined : { line: start.line, column: start.column + 1 };
}

function quoteOf({ start, end, loc }: AnyNode, source: string): string {
  const shift = loc?.start.line === 1 ? before : 0;
  return source.slice(start + shift, end + shift);
}

function* walk(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) if (isNode(child)) yield* walk(child);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** 2 for `name[i][j]`, 0 for anything else than an array of that name with indices. */
function indicesOf(node: AnyNode, name: string): number {
  if (node.type === "Identifier") return node["name"] === name ? 0 : Number.NEGATIVE_INFINITY;
  if (node.type !== "MemberExpression" || node["computed"] !== true) return Number.NEGATIVE_INFINITY;
  return 1 + indicesOf(node["object"] as AnyNode, name);
}

/** 3 for `this.thread.z`. */
function threadAxis(node: AnyNode): number {
  const [owner, property] = [node["object"] as AnyNode | undefined, node["property"] as AnyNode | undefined];
  const isThread = node.type === "MemberExpression" && owner?.type === "MemberExpression" && (owner["object"] as AnyNode).type === "ThisExpression" && (owner["property"] as AnyNode)["name"] === "thread";
  return isThread ? ["x", "y", "z"].indexOf(property?.["name"] as string) + 1 : 0;
}
