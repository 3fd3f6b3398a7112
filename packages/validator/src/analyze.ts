import { compilation, compiledImports, type CompiledImport, type CompiledSource } from "./compile.js";
import type { DeclaredFunction } from "./declared-function.js";
import { parsedSource } from "./parsed-source.js";
import { checkDecorators } from "./stages/decorator.js";
import { checkFreeNames } from "./stages/free-names.js";
import { checkImports } from "./stages/imports.js";
import { checkRawKernels } from "./stages/raw-kernels.js";
import { checkSignatures } from "./stages/signature.js";
import { checkSyntax } from "./stages/syntax.js";
import type { ValidationOptions } from "./validation-options.js";
import { validationResult, type ValidationResult } from "./validation-result.js";

/** A source, validated and read. */
export interface SourceAnalysis {
  readonly result: ValidationResult;
  /** Empty where the source is not valid. */
  readonly functions: readonly DeclaredFunction[];
  /** What it imports and uses as values; empty where the source is not valid. */
  readonly imports: readonly CompiledImport[];
  /** Absent where the source is not valid. Types are stripped when this is first read. @throws ValidationError where that fails */
  readonly compiled?: CompiledSource;
}

/** Runs every stage over a source once. Whether it is valid stands in the result; nothing is thrown. */
export function analyze(code: string, options: ValidationOptions = {}): SourceAnalysis {
  const source = parsedSource(code, options);
  checkSyntax(source);
  checkImports(source);
  const functions = checkSignatures(checkDecorators(source), source);
  checkRawKernels(source);
  checkFreeNames(source);
  const { errors, warnings } = source.issues;
  const result = validationResult(errors, warnings, functions.map(({ name }) => name));
  if (errors.length > 0) return Object.freeze({ result, functions: Object.freeze([]), imports: Object.freeze([]) });
  const imports = compiledImports(source);
  const compile = compilation(source, imports, functions.map(({ binding }) => binding));
  return Object.freeze({ result, functions: deepFreeze(functions), imports, get compiled() { return compile(); } });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
