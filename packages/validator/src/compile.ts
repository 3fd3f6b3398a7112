import type { ParsedSource } from "./parsed-source.js";
import { erasedStarts } from "./erased-types.js";
import { importedName, isUsedAsValue } from "./stages/imports.js";
import { withoutTypes } from "./type-stripper.js";

export interface CompiledImport {
  readonly from: string;
  /** `*` for the whole module. */
  readonly imported: string;
  readonly local: string;
}

/**
 * A source ready to run as the body of a function: types, imports and `export` are blanks, so that every line and column stays.
 *
 * Whoever runs it compiles `"use strict";\n` + code + `\nreturn { name1, name2 };` with the local names of the imports as parameters.
 */
export interface CompiledSource {
  readonly code: string;
  /** As its author wrote it, line by line the same. */
  readonly text: string;
  readonly filename: string;
  readonly imports: readonly CompiledImport[];
  /** The top-level names that hold the decorated functions. */
  readonly names: readonly string[];
}

/** A statement or keyword that is no part of the body of a function. */
interface Blank {
  readonly start: number;
  readonly end: number;
  readonly isStatement: boolean;
}

/** Imports of which the code uses more than the type. */
export function compiledImports({ program, scopes }: ParsedSource): readonly CompiledImport[] {
  const imports: CompiledImport[] = [];
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of statement.specifiers) {
      const binding = scopes.topLevel.get(specifier.local.name);
      if (binding === undefined || !isUsedAsValue(binding)) continue;
      imports.push(Object.freeze({ from: statement.source.value, imported: importedName(specifier), local: specifier.local.name }));
    }
  }
  return Object.freeze(imports);
}

/**
 * Prepares the stripping of a source that every stage accepted; types are stripped when that is first asked for.
 *
 * What is prepared is small and does not hold the syntax tree, so that a thousand functions can wait for their first call.
 */
export function compilation({ text: { code }, program, scopes, options: { filename = "function.ts" } }: ParsedSource, imports: readonly CompiledImport[], names: readonly string[]): () => CompiledSource {
  const blanks: Blank[] = [];
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      blanks.push({ start: statement.start, end: statement.end, isStatement: true });
    } else if (statement.type === "ExportNamedDeclaration") {
      if (statement.declaration === null) blanks.push({ start: statement.start, end: statement.end, isStatement: true });
      else blanks.push({ start: statement.start, end: statement.start + "export".length, isStatement: false });
    }
  }
  const ends = erasedStarts(scopes.noted);
  let compiled: CompiledSource | undefined;
  return () => compiled ??= Object.freeze({ code: blanked(withEnds(withoutTypes(code, filename), ends), blanks), text: code, filename, imports, names: Object.freeze([...names]) });
}

/** Semicolons where types stood, which may have been all that kept the lines before and after them apart. */
function withEnds(code: string, starts: readonly number[]): string {
  const characters = [...starts].sort((a, b) => a - b).filter((start) => code.charAt(start) === " ");
  let from = 0;
  return characters.map((start) => { const part = `${code.slice(from, start)};`; from = start + 1; return part; }).join("") + code.slice(from);
}

/** An exported type is stripped whole already; blanks on blanks change nothing. A statement leaves a semicolon, or its neighbours would become one. */
function blanked(code: string, blanks: readonly Blank[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, isStatement } of blanks) {
    const hidden = code.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, " ");
    result += code.slice(from, start) + (isStatement || code.startsWith(";", start) ? `;${hidden.slice(1)}` : hidden);
    from = end;
  }
  return result + code.slice(from);
}
