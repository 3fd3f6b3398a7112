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

/** The word where it can be one of the language: not as a part of a longer name, and not right behind the dot of a property, of which a spread has three. */
const importWord = /(?<![\p{ID_Continue}$\u200c\u200d])(?<!(?<!\.)\.)import(?![\p{ID_Continue}$\u200c\u200d])/gu;

/**
 * Refuses `import()`, whose promise and error would be objects of the realm around user code.
 *
 * The scanner of V8 itself tells whether the word is one of the language: with a character in it that is legal only within strings,
 * templates, regular expressions and comments, the source compiles just where all occurrences stand in those.
 */
function refuseImports(code: string, compileText: (text: string) => unknown): void {
  const unimported = code.replace(importWord, "im\0ort");
  if (unimported === code) return;
  try {
    compileText(unimported);
  } catch {
    compileText(code); // An error of the source's own comes first.
    throw new SyntaxError("import is not available here.");
  }
}
