import type { Node } from "oxc-parser";
import { camelCaseName } from "@openhcs/core";
import { IssueList } from "./issue-list.js";
import { parsedSource, type ParsedSource } from "./parsed-source.js";
import type { Span } from "./source-text.js";
import { declarationSpan, orphanedComment, renamedPlaces } from "./spans.js";
import { checkDecorators, type Decorated } from "./stages/decorator.js";
import { checkFunctionName } from "./signature/function-name.js";
import { checkSyntax } from "./stages/syntax.js";
import { ValidationError } from "./validation-error.js";
import { validationResult } from "./validation-result.js";

interface Edit extends Span {
  readonly text: string;
}

/**
 * The source without the declaration of one function; everything else stays as it is.
 *
 * Where other parts of the source use the function it stays as a helper, and only its decorator goes.
 * @throws ValidationError where the source cannot be read or has no such function
 */
export function removeFunction(code: string, name: string): string {
  const { source, decorated, text } = found(code, name);
  const span = declarationSpan(decorated, source);
  const edits: Edit[] = [];
  const outside = decorated.binding.references.filter(({ node }) => node.start < span.start || node.end > span.end);
  const exported = outside.filter(({ node }) => node.parent?.type === "ExportSpecifier");
  const isUsed = outside.length > exported.length;
  const { call } = decorated;
  const [argument] = call.arguments;
  if (isUsed && argument !== undefined && decorated.statement.type !== "ExpressionStatement") {
    edits.push({ start: call.start, end: argument.start, text: "(" }, { start: argument.end, end: call.end, text: ")" });
  } else {
    edits.push({ ...withLineBreak(text, span), text: "" });
    const orphan = orphanedComment(decorated, source);
    if (orphan !== undefined) edits.push({ ...orphan, text: "" });
    edits.push(...withoutExports(exported.map(({ node }) => node.parent as ExportSpecifier), text));
  }
  const rest = edited(text, edits);
  const kept = rest.trim() === "" ? [] : namesIn(rest);
  if (kept === undefined || kept.includes(camelCaseName(decorated.name))) throw rewriteFailed(source, decorated, `'${decorated.name}' cannot be removed without spoiling the rest`);
  return rest;
}

/**
 * The source with one function under another name: its declaration, its inner name and everything that refers to it.
 * @throws ValidationError where the source cannot be read, has no such function, or uses the new name already, also in an example that calls the function
 */
export function renameFunction(code: string, from: string, to: string): string {
  const { source, decorated, text, all } = found(code, from);
  const { issues, scopes } = source;
  const answer = checkFunctionName(to);
  if (answer !== true) issues.error("signature", "FUNCTION_NAME", decorated.nameNode, `Function name '${to}' ${answer}.`, { functionName: to });
  const taken = all.some((other) => other !== decorated && camelCaseName(other.name) === camelCaseName(to))
    || scopes.bindings.some(({ name }) => name === to && name !== decorated.name) || scopes.free.some(({ node }) => node.name === to);
  if (answer === true && taken) issues.error("signature", "NAME_TAKEN", decorated.nameNode, `The source uses the name '${to}' already.`, { functionName: to });
  const hidden = answer === true ? nameInExamples(decorated.name, to, source) : undefined;
  if (hidden !== undefined) issues.error("signature", "NAME_TAKEN", hidden, `An example uses the name '${to}' already, and would not find the function. Rename it in the example first.`, { functionName: to });
  if (issues.errors.length > 0) throw new ValidationError(validationResult(issues.errors, [], []));
  const places = renamedPlaces(decorated, source).map(({ start, end, isShorthand }) => ({ start, end, text: isShorthand ? `${decorated.name}: ${to}` : to }));
  const renamed = edited(text, [...places, ...renamedInExamples(decorated.name, to, source)]);
  const names = namesIn(renamed);
  if (names?.includes(camelCaseName(to)) !== true || names.length !== all.length) throw rewriteFailed(source, decorated, `The name '${decorated.name}' is not written out where it could be changed`);
  return renamed;
}

/** What a source that was rewritten declares; undefined where it cannot be read. */
function namesIn(code: string): readonly string[] | undefined {
  const source = parsedSource(code, {});
  return source.issues.errors.length > 0 ? undefined : checkDecorators(source).map(({ name }) => camelCaseName(name));
}

function rewriteFailed({ issues }: ParsedSource, { nameNode }: Decorated, message: string): ValidationError {
  issues.error("decorator", "NOT_REWRITTEN", nameNode, `${message}. Change the source by hand.`);
  return new ValidationError(validationResult(issues.errors, [], []));
}

function found(code: string, name: string): { readonly source: ParsedSource; readonly decorated: Decorated; readonly text: string; readonly all: readonly Decorated[] } {
  const source = parsedSource(code, {});
  checkSyntax(source);
  const { issues } = source;
  const all = checkDecorators(source);
  if (issues.errors.some(({ stage }) => stage === "syntax")) throw new ValidationError(validationResult(issues.errors, [], []));
  const decorated = all.find((each) => each.name === name || camelCaseName(each.name) === name);
  if (decorated === undefined) {
    issues.error("decorator", "NO_SUCH_FUNCTION", { start: 0 }, `The source has no function '${name}'; there are ${all.map((each) => each.name).join(", ") || "none"}.`);
    throw new ValidationError(validationResult(issues.errors, [], []));
  }
  // Errors of decorators stay as they were; they are no reason not to rewrite.
  return { source: { ...source, issues: new IssueList(source.text) }, decorated, text: code, all };
}

/** Examples call functions by their names, and by their keys: whole words, but no members of other things. */
function renamedInExamples(from: string, to: string, source: ParsedSource): readonly Edit[] {
  const names = new Map([[camelCaseName(from), camelCaseName(to)], [from, to]]);
  const { code } = source.text;
  return examplesOf(source).flatMap((example) => wordsIn(code.slice(example.start, example.end)).flatMap(({ word, at }) => {
    const start = example.start + at;
    const name = names.get(word);
    return name === undefined || code[start - 1] === "@" ? [] : [{ start, end: start + word.length, text: name }];
  }));
}

/** Where an example that calls a function has another name as one of its own: a variable, or something that it calls. */
function nameInExamples(called: string, name: string, source: ParsedSource): Span | undefined {
  const { code } = source.text;
  for (const { start, end } of examplesOf(source)) {
    const text = code.slice(start, end);
    if (!wordsIn(text).some(({ word }) => camelCaseName(word) === camelCaseName(called))) continue;
    const found = wordsIn(withoutProse(text)).find(({ word, at }) => word === name && !/^\s*:/.test(text.slice(at + word.length)));
    if (found !== undefined) return { start: start + found.at, end: start + found.at + name.length };
  }
  return undefined;
}

function examplesOf({ comments, text: { code } }: ParsedSource): readonly Span[] {
  return comments.filter(({ start }) => code.startsWith("/**", start)).flatMap((comment) => {
    const examples = [...code.slice(comment.start, comment.end).matchAll(/^[ \t/*]*@example\b(?:(?!^[ \t*]*@\w)[^])*/gm)];
    return examples.map(({ 0: example, index }) => ({ start: comment.start + index, end: comment.start + index + example.length }));
  });
}

function wordsIn(text: string): readonly { readonly word: string; readonly at: number }[] {
  return [...text.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)].map(({ 0: word, index }) => ({ word, at: index }));
}

/** An example without what its strings and remarks say, in the same places; what follows `//=>` is no remark. */
function withoutProse(example: string): string {
  return example.replace(/"[^"\n]*"|'[^'\n]*'|`[^`]*`|\/\/(?!=>).*|^[ \t/*]*@example\b/gm, (prose) => " ".repeat(prose.length));
}

/** A statement goes with the rest of its line and the blank lines after it. */
function withLineBreak(code: string, { start, end }: Span): Span {
  if (code.slice(code.lastIndexOf("\n", start - 1) + 1, start).trim() !== "") return { start, end };
  const after = /^[ \t]*(?:\r?\n(?:[ \t]*\r?\n)*)?/.exec(code.slice(end));
  return { start, end: end + (after?.[0].length ?? 0) };
}

type ExportSpecifier = Extract<Node, { type: "ExportSpecifier" }>;

/** `export { a, b, c as d }` loses names, each with its comma, and goes with its last. */
function withoutExports(removed: readonly ExportSpecifier[], code: string): readonly Edit[] {
  return [...new Set(removed.map(({ parent }) => parent))].flatMap((list): readonly Edit[] => {
    if (list?.type !== "ExportNamedDeclaration") return [];
    const { specifiers } = list;
    const last = specifiers.reduce((found, specifier, at) => (removed.includes(specifier) ? found : at), -1);
    if (last === -1) return [{ ...withLineBreak(code, list), text: "" }];
    const [lastKept, end] = [specifiers[last] as ExportSpecifier, specifiers.at(-1) as ExportSpecifier];
    const before = specifiers.slice(0, last).flatMap((specifier, at) => (removed.includes(specifier) ? [{ start: specifier.start, end: (specifiers[at + 1] as ExportSpecifier).start, text: "" }] : []));
    return lastKept === end ? before : [...before, { start: lastKept.end, end: end.end, text: "" }];
  });
}

function edited(code: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    result += code.slice(from, start) + text;
    from = end;
  }
  return result + code.slice(from);
}
