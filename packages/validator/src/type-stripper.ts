import { createRequire } from "node:module";
import type * as Swc from "@swc/wasm-typescript";
import { IssueList } from "./issue-list.js";
import { SourceText } from "./source-text.js";
import { ValidationError } from "./validation-error.js";

/** Loaded for the first source that is run, since loading it takes longer than everything else of this package. */
let swc: typeof Swc | undefined;

/** The source with blanks for its types. @throws ValidationError where this parser is stricter than the first */
export function withoutTypes(code: string, filename: string): string {
  swc ??= createRequire(import.meta.url)("@swc/wasm-typescript") as typeof Swc;
  try {
    const { code: result } = swc.transformSync(code, { mode: "strip-only", module: true, filename: "function.ts" });
    if (result.length === code.length) return result;
    throw new Error("types could not be stripped in place.");
  } catch (error) {
    // No error of the engine, but a bare object, which as a cause could not be shown.
    const { message = "types could not be stripped.", startLine = 1, startColumn = 0 } = error as { readonly message?: string; readonly startLine?: number; readonly startColumn?: number };
    const text = new SourceText(code);
    const issues = new IssueList(text);
    issues.error("syntax", "SYNTAX", { start: Math.min(text.lineStart(startLine) + offsetOf(code.slice(text.lineStart(startLine)), startColumn), code.length - 1) }, `Syntax error: ${message}`);
    // eslint-disable-next-line preserve-caught-error
    throw new ValidationError(issues, filename);
  }
}

const wide = /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

/** Where in a line a column lies that counts the width of characters as terminals show them. */
function offsetOf(line: string, column: number): number {
  let width = 0;
  let offset = 0;
  for (const character of line.slice(0, 2 * column)) {
    if (width >= column) break;
    width += wide.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
    offset += character.length;
  }
  return offset;
}
