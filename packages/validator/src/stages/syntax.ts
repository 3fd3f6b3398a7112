import { visitorKeys, type Comment, type Node, type Program } from "oxc-parser";
import type { IssueList } from "../issue-list.js";
import { checkTypeTrials } from "../nesting/type-trials.js";
import type { ParsedSource } from "../parsed-source.js";
import type { Reference } from "../scopes.js";
import type { Span } from "../source-text.js";

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

type Finder = (node: never) => Finding | undefined;

const findings: Readonly<Record<string, Finder>> = {
  TSEnumDeclaration: (node: Of<"TSEnumDeclaration">) => node.declare ? undefined : {
    code: "ENUM", message: `TypeScript enums are not supported, received enum ${node.id.name}.`, fix: enumAsConstant(node),
  },
  TSModuleDeclaration: (node: Of<"TSModuleDeclaration">) => node.declare ? undefined : { code: "NAMESPACE", message: "TypeScript namespaces are not supported. Write the functions at the top level." },
  TSParameterProperty: () => ({ code: "PARAMETER_PROPERTY", message: "TypeScript parameter properties are not supported. Declare the field, and assign it in the constructor." }),
  TSImportEqualsDeclaration: () => ({ code: "IMPORT_EQUALS", message: "\"import x = …\" is not supported.", fix: "import { name } from \"openhcs\";" }),
  TSExportAssignment: () => ({ code: "EXPORT_EQUALS", message: "\"export = …\" is not supported.", fix: "export const myFunction = ndarray(function myFunction(image) { … });" }),
  TSNamespaceExportDeclaration: () => ({ code: "EXPORT_AS_NAMESPACE", message: "\"export as namespace\" is not supported." }),
  TSTypeAssertion: () => ({ code: "TYPE_ASSERTION", message: "Type assertions with angle brackets are not supported.", fix: "value as Type" }),
  Decorator: () => ({ code: "DECORATOR_SYNTAX", message: "Decorators with @ are not supported; a function is decorated by a call: ndarray(function …)." }),
  AccessorProperty: () => ({ code: "ACCESSOR", message: "\"accessor\" fields are not supported." }),
  TSAbstractAccessorProperty: () => ({ code: "ACCESSOR", message: "\"accessor\" fields are not supported." }),
  VariableDeclaration: (node: Of<"VariableDeclaration">) => node.kind === "using" || node.kind === "await using"
    ? { code: "USING", message: `"${node.kind}" declarations are not supported. Dispose the value in a finally block.`, fix: "try { … } finally { value.dispose(); }" } : undefined,
  ImportExpression: () => ({ code: "DYNAMIC_IMPORT", message: "import() is not allowed in custom functions. Import at the top of the source.", fix: "import { name } from \"openhcs\";" }),
  MetaProperty: (node: Of<"MetaProperty">) => node.property.name === "meta" ? { code: "IMPORT_META", message: "import.meta is not allowed in custom functions." } : undefined,
  AwaitExpression: (node: Of<"AwaitExpression">) => isTopLevel(node) ? topLevelAwait : undefined,
  ForOfStatement: (node: Of<"ForOfStatement">) => node.await && isTopLevel(node) ? topLevelAwait : undefined,
  WithStatement: () => ({ code: "WITH", message: "\"with\" is not allowed in custom functions." }),
  DebuggerStatement: () => ({ code: "DEBUGGER", message: "\"debugger\" is not allowed in custom functions." }),
  ExportDefaultDeclaration: () => ({ code: "EXPORT_DEFAULT", message: "\"export default\" is not supported; a custom function has a name.", fix: "export const myFunction = ndarray(function myFunction(image) { … });" }),
  Literal: (node: Of<"Literal">) => ("regex" in node && node.value === null ? invalidPattern(node.regex.pattern, node.regex.flags) : undefined),
  MemberExpression: (node: Of<"MemberExpression">) => {
    if (node.computed || node.object.type !== "Identifier" || node.object.name !== "arguments") return undefined;
    const { property } = node;
    return property.type === "Identifier" && (property.name === "callee" || property.name === "caller")
      ? { code: "ARGUMENTS_CALLEE", message: `arguments.${property.name} is not allowed in custom functions. Name the function.` } : undefined;
  },
};

/** As a constant and a type of its name, which is used as the enum was. */
function enumAsConstant({ id: { name }, body: { members } }: Of<"TSEnumDeclaration">): string {
  const parts = members.slice(0, 20).map(({ id, initializer }, at) => {
    const member = id.type === "Identifier" ? id.name : "value" in id ? JSON.stringify(id.value) : "name";
    const value = initializer?.type === "Literal" && (typeof initializer.value === "string" || typeof initializer.value === "number") ? JSON.stringify(initializer.value) : initializer === null ? String(at) : "…";
    return `${member}: ${value}`;
  });
  return `const ${name} = { ${parts.join(", ")} } as const; type ${name} = (typeof ${name})[keyof typeof ${name}];`;
}

/** The parser leaves patterns to the engine, which throws where one is first read. */
function invalidPattern(pattern: string, flags: string): Finding | undefined {
  try {
    void new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return { code: "INVALID_PATTERN", message: `The regular expression cannot be read: ${(error as Error).message.replace(/^Invalid regular expression: /, "")}.` };
  }
}

const topLevelAwait: Finding = { code: "TOP_LEVEL_AWAIT", message: "\"await\" outside of a function is not allowed. Move it into an async function." };

type Of<Type extends Node["type"]> = Extract<Node, { type: Type }>;

/** Types of nodes that this stage wants to see. */
export const notedTypes: ReadonlySet<string> = new Set(Object.keys(findings));

/** Refuses what a custom function cannot have: syntax that does more than declare types, and code made from text. */
export function checkSyntax({ scopes, issues, text: { code }, program, comments }: ParsedSource): void {
  checkHtmlComments(code, program, comments, issues);
  const trial = checkTypeTrials(program, comments, code);
  if (trial !== undefined) issues.error("syntax", "NESTED_TOO_DEEP", trial, trial.message);
  for (const node of scopes.noted) {
    const found = findings[node.type]?.(node as never);
    if (found !== undefined) issues.error("syntax", found.code, node, found.message, { fix: found.fix });
  }
  for (const reference of scopes.free) {
    const found = madeFromText(reference);
    if (found !== undefined) issues.error("syntax", found.code, reference.node, found.message);
  }
}

/**
 * `<!--` begins a comment in code that is no module, so that text which the parser read as a comparison, or took for part of a comment,
 * would run or not by how it is run. In strings, patterns and comments it is text like any other.
 */
function checkHtmlComments(code: string, program: Program, comments: readonly Comment[], issues: IssueList): void {
  if (!code.includes("<!--") && !code.includes("-->")) return;
  const text = textSpans(program, comments);
  let at = 0;
  for (const { index, 0: sign } of code.matchAll(/<!--|-->/g)) {
    while (at < text.length && (text[at] as Span).end <= index) at++;
    const within = text[at];
    if (within !== undefined && within.start < index) continue;
    if (sign === "-->" && !/(?:^|[\n\r\u2028\u2029])(?:\s|\*\/)*$/.test(code.slice(Math.max(0, index - 200), index))) continue;
    issues.error("syntax", "HTML_COMMENT", { start: index }, `"${sign}" is not allowed in custom functions: it may begin a comment. Write blanks between its signs.`);
  }
}

/** Comments, strings, patterns and the text of templates, in order. */
function textSpans(program: Program, comments: readonly Comment[]): readonly Span[] {
  const spans: Span[] = [...comments];
  const visit = (node: Node): void => {
    if (node.type === "Literal" || node.type === "TemplateElement" || node.type === "JSXText") { spans.push(node); return; }
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | null | readonly (Node | null)[]>)[key];
      for (const each of Array.isArray(child) ? child as readonly (Node | null)[] : [child as Node | null]) if (each) visit(each);
    }
  };
  visit(program);
  return spans.sort((a, b) => a.start - b.start);
}

const functionMakers = new Set(["Function", "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"]);

/** Direct uses only: this tells a writer early what the isolation would refuse, and holds nobody. */
function madeFromText({ node, isType }: Reference): Finding | undefined {
  if (isType) return undefined;
  const { name, parent } = node;
  const isCalled = (parent?.type === "CallExpression" || parent?.type === "NewExpression") && parent.callee === (node as Node);
  if (name === "eval") return { code: "EVAL", message: "eval is not allowed in custom functions." };
  if (functionMakers.has(name) && isCalled) return { code: "FUNCTION_CONSTRUCTOR", message: `${name}(…) makes code from text, which is not allowed in custom functions.` };
  return undefined;
}

function isTopLevel(node: Node): boolean {
  for (let at = node.parent; at != null; at = at.parent) {
    if (at.type === "FunctionDeclaration" || at.type === "FunctionExpression" || at.type === "ArrowFunctionExpression" || at.type === "StaticBlock") return false;
  }
  return true;
}
