import { parseSync, type Expression, type Node } from "oxc-parser";
import type { ExampleBlock, ExampleLine } from "./example-block.js";

/** A line of an example that cannot be checked as it is written. */
export interface ExampleFault {
  readonly line: number;
  readonly message: string;
}

/** A `//=> value` in the text of an example. */
interface Mark {
  readonly start: number;
  readonly end: number;
  readonly expected: string;
  readonly line: number;
}

/** A statement whose value can be checked. */
interface Checkable {
  readonly node: Node;
  readonly value: Expression;
  readonly isAsync: boolean;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const head = "async () => {\n";
const tail = "\n}";
const options = { lang: "ts", sourceType: "module" } as const;

/** The text of an example in which every statement before a `//=> value` hands its value to `exampleCheck`, each on the lines that it had. */
export function withChecks({ code }: ExampleBlock): { readonly text: string; readonly faults: readonly ExampleFault[] } {
  const text = code.map((line) => line.text).join("\n");
  const marks = marksIn(text, code);
  const separated = marks.reduce((rest, { start, end }) => `${rest.slice(0, start)};${" ".repeat(end - start - 1)}${rest.slice(end)}`, text); // Values end statements.
  const statements = parsed(separated);
  if (statements === undefined) return { text, faults: marks.length === 0 || parsed(text) === undefined ? [] : [{ line: (marks[0] as Mark).line, message: "//=> stands behind a whole statement." }] };
  const faults: ExampleFault[] = [];
  const insertions: Insertion[] = [];
  for (const { start, expected, line } of marks) {
    const statement = statements.filter(({ node }) => node.end - head.length <= start + 1 && /^[\s;]*$/.test(separated.slice(node.end - head.length, start))).at(-1);
    const value = expressionIn(expected);
    if (statement === undefined) faults.push({ line, message: "//=> stands behind a whole statement." });
    else if (value === undefined) faults.push({ line, message: `what it should give cannot be read: ${expected}` });
    else insertions.push(...checkOf(statement, value, line, start));
  }
  const whole = insertions.sort((a, b) => b.at - a.at).reduce((rest, { at, text: added }) => rest.slice(0, at) + added + rest.slice(at), separated);
  return { text: whole, faults };
}

function checkOf({ node, value, isAsync }: Checkable, expected: string, line: number, mark: number): readonly Insertion[] {
  const [start, end] = [value.start - head.length, value.end - head.length];
  const waiting = isAsync ? "await " : "";
  if (node.type === "ExpressionStatement") return [{ at: start, text: `exampleCheck(${line}, ${waiting}(` }, { at: end, text: `), (${expected}))` }];
  return [{ at: start, text: "(exampleGiven = (" }, { at: end, text: "))" }, { at: mark, text: `; exampleCheck(${line}, ${waiting}exampleGiven, (${expected}))` }];
}

/** Comments, as the parser tells them from what stands in strings. */
function marksIn(text: string, code: readonly ExampleLine[]): readonly Mark[] {
  return parseSync("example.ts", head + text + tail, options).comments.flatMap(({ type, value, start, end }) => {
    const expected = type === "Line" ? /^\s?=>\s*(.+)$/.exec(value)?.[1]?.trim() : undefined;
    if (expected === undefined) return [];
    const at = start - head.length;
    return [{ start: at, end: end - head.length, expected, line: code[text.slice(0, at).split("\n").length - 1]?.line ?? 0 }];
  });
}

/** Statements in the order in which they begin, the outer before the inner; undefined where the text cannot be parsed. */
function parsed(text: string): readonly Checkable[] | undefined {
  const { program, errors } = parseSync("example.ts", head + text + tail, options);
  if (errors.some(({ severity }) => severity === "Error")) return undefined;
  const found: Checkable[] = [];
  collect(program, false, found);
  return found;
}

function collect(node: Node, isAsync: boolean, found: Checkable[]): void {
  if (node.type === "ExpressionStatement") found.push({ node, value: node.expression, isAsync });
  if (node.type === "VariableDeclaration") {
    const init = node.declarations.at(-1)?.init;
    if (init != null) found.push({ node, value: init, isAsync });
  }
  const within = "async" in node && "params" in node ? node.async === true : isAsync;
  for (const [name, part] of Object.entries(node)) {
    if (name === "parent") continue;
    for (const each of Array.isArray(part) ? part as readonly unknown[] : [part]) if (isNode(each)) collect(each, within, found);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}

/** What is expected, without the remark that may stand behind it, in parentheses or after a dash. */
function expressionIn(expected: string): string | undefined {
  for (const text of [expected, expected.replace(/\s+(?:\(.*\)|[-–—]+\s.*)$/, "")]) {
    const { program: { body: [statement, ...more] }, errors } = parseSync("example.ts", `(${text.replace(/\s*;\s*(?:\/\/.*)?$/, "")}\n)`, options);
    if (errors.length > 0 || more.length > 0 || statement?.type !== "ExpressionStatement") continue;
    const inner = statement.expression.type === "ParenthesizedExpression" ? statement.expression.expression : statement.expression;
    return `(${text})`.slice(inner.start, inner.end);
  }
  return undefined;
}
