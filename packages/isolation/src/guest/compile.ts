import vm from "node:vm";
import type { GuestSource } from "../guest-source.js";

export type Compiled = (...imports: readonly unknown[]) => Record<string, unknown>;

/** Compiles a source into a function that runs its top level; lines and columns are those of the source. @throws SyntaxError of V8 */
export function compile({ code, filename, imports, names }: GuestSource, context: vm.Context): Compiled {
  const compileText = (text: string): Compiled => vm.compileFunction(`"use strict";\n${text}\nreturn { ${names.join(", ")} };`, imports.map(({ local }) => local), {
    filename,
    lineOffset: -1,
    parsingContext: context,
  }) as Compiled;
  refuseImports(code, compileText);
  return compileText(code);
}

/**
 * Refuses `import()`, whose promise and error would be objects of the realm around user code.
 *
 * The scanner of V8 itself tells whether the word is one of the language: with a character in it that is legal only within strings,
 * templates, regular expressions and comments, the source compiles just where all occurrences stand in those.
 */
function refuseImports(code: string, compileText: (text: string) => unknown): void {
  if (!code.includes("import")) return;
  try {
    compileText(code.replaceAll("import", "im\0ort"));
  } catch {
    compileText(code); // An error of the source's own comes first.
    throw new SyntaxError("import is not available here.");
  }
}
