import { parseSync, type Comment, type OxcError, type Program } from "oxc-parser";
import { checkNesting } from "./nesting/check-nesting.js";
import type { IssueList } from "./issue-list.js";
import type { SourceText } from "./source-text.js";

export interface Parsed {
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly isBroken: boolean;
}

const options = { lang: "ts", sourceType: "module", preserveParens: false, showSemanticErrors: true } as const;

/** What begins a statement in the first column, where reading can go on behind one that is broken. */
const statementStart = /^(?:export|import|const|let|var|function|async|class|interface|type|declare|abstract|ndarray|\/\*\*|@\w)/;

const maxErrors = 20;

/**
 * The program of a source, with every syntax error reported.
 *
 * The parser stops at the first error that it cannot make sense of; the statement with it is then blanked and the rest read again, so
 * that the errors behind it, and what the rest declares, are known too.
 */
export function parse(text: SourceText, issues: IssueList): Parsed {
  let code = text.code;
  const isJsx = jsxTest(code);
  for (let round = 0; ; round++) {
    const { program, comments, errors } = parseSync("function.ts", code, options);
    const fatal = program.body.length === 0 ? errors.find(({ severity }) => severity === "Error") : undefined;
    if (fatal === undefined || round === maxErrors) {
      for (const error of errors) report(error, text, issues, isJsx);
      return { program, comments, isBroken: round > 0 || errors.length > 0 };
    }
    const at = fatal.labels[0]?.start ?? 0;
    report(fatal, text, issues, isJsx);
    const rest = withoutStatement(code, at);
    // What was behind the broken statement may be read otherwise now.
    if (rest === undefined || checkNesting(rest) !== undefined) return { program, comments, isBroken: true };
    code = rest;
  }
}

/** The source with the statement around an offset blanked; undefined where nothing would be left. */
function withoutStatement(code: string, offset: number): string | undefined {
  const starts = [...code.matchAll(/^(?=\S)/gm)].map(({ index }) => index).filter((index) => statementStart.test(code.slice(index, index + 12)));
  // A statement that surprises by its beginning shows that the one before it has no end.
  const start = starts.filter((index) => index < offset).at(-1) ?? 0;
  const end = starts.find((index) => index > start && index >= offset) ?? code.length;
  const rest = code.slice(0, start) + code.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, " ") + code.slice(end);
  return rest === code || rest.trim() === "" ? undefined : rest;
}

function report({ severity, message, labels, helpMessage }: OxcError, text: SourceText, issues: IssueList, isJsx: JsxTest): void {
  if (severity !== "Error") return;
  const start = labels[0]?.start ?? 0;
  const known = explained(text.code, start, message, isJsx);
  issues.error("syntax", known?.code ?? "SYNTAX", known ?? { start }, known?.message ?? `Syntax error: ${lowered(message)}`, { fix: known?.fix ?? helpMessage ?? undefined });
}

function lowered(message: string): string {
  const sentence = /^[A-Z][a-z]/.test(message) ? message.charAt(0).toLowerCase() + message.slice(1) : message;
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}

interface Explanation {
  readonly start: number;
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

/** What the writer had in mind, where the parser cannot know. */
function explained(code: string, start: number, message: string, isJsx: JsxTest): Explanation | undefined {
  const decorated = decoratorBefore(code, start);
  if (decorated !== undefined) return decorated;
  if (isJsx(start, message)) return { start, code: "JSX", message: "JSX is not supported in custom functions." };
  return undefined;
}

/** `@ndarray` above a function, as in Python. */
function decoratorBefore(code: string, start: number): Explanation | undefined {
  const here = /^@([\w$.]+)/.exec(code.slice(start, start + 200));
  if (here !== null) return decorator(start, here[1] as string);
  const before = /(?:^|\n)[ \t]*(@([\w$.]+)[^\n]*)\s*(?:(?:export|default|async|const|let|var|function|def)\b\s*)*$/.exec(code.slice(Math.max(0, start - 400), start));
  if (before === null) return undefined;
  const [whole, at = "", name = "ndarray"] = before;
  return decorator(Math.max(0, start - 400) + before.index + whole.indexOf(at), name);
}

function decorator(start: number, name: string): Explanation {
  return {
    start, code: "DECORATOR_SYNTAX",
    message: `Decorators are functions here: write ${name}(function …) instead of @${name}.`,
    fix: `export const myFunction = ${name}(function myFunction(image) { … });`,
  };
}

type JsxTest = (start: number, message: string) => boolean;

/** Whether an error comes from JSX: read as such, the source does not have it. */
function jsxTest(code: string): JsxTest {
  let messages: ReadonlySet<string> | undefined;
  let isJsx = false;
  return (start, message) => {
    const near = code.slice(Math.max(0, start - 80), start + 1);
    if (!/<[A-Za-z>][^;]*$/.test(near) && !message.includes("`>`")) return false;
    if (messages === undefined) {
      const { errors, program } = parseSync("function.tsx", code, { ...options, lang: "tsx" });
      isJsx = program.body.length > 0 && /"type":"JSX/.test(JSON.stringify(program));
      messages = new Set(errors.map((error) => error.message));
    }
    return isJsx && !messages.has(message);
  };
}
