import { camelCaseName, isOpenHcsError } from "@openhcs/core";
import { analyze } from "./analyze.js";
import { parsedSource, type ParsedSource } from "./parsed-source.js";
import { checkDecorators } from "./stages/decorator.js";
import { checkImports } from "./stages/imports.js";
import { checkSignatures } from "./stages/signature.js";
import { checkSyntax } from "./stages/syntax.js";
import type { ValidationOptions } from "./validation-options.js";
import { validationResult, type ValidationResult, type ValidationStage } from "./validation-result.js";

/** Whether a source can be read, and has only syntax that a custom function may have. */
export function validateSyntax(code: string, options: ValidationOptions = {}): ValidationResult {
  const source = parsedSource(code, options);
  checkSyntax(source);
  return ofStages(source, ["syntax"], []);
}

/** Whether a source imports only what the allow list has. */
export function validateImports(code: string, options: ValidationOptions = {}): ValidationResult {
  const source = parsedSource(code, options);
  checkImports(source);
  return ofStages(source, ["syntax", "imports"], []);
}

/** Whether a source has functions decorated with a memory type, and their options can be read. */
export function validateDecorator(code: string, options: ValidationOptions = {}): ValidationResult {
  const source = parsedSource(code, options);
  const decorated = checkDecorators(source);
  return ofStages(source, ["syntax", "decorator"], decorated.map(({ name }) => camelCaseName(name)));
}

/** Whether the decorated functions of a source take `image` and parameters that can be checked. */
export function validateSignature(code: string, options: ValidationOptions = {}): ValidationResult {
  const source = parsedSource(code, options);
  const functions = checkSignatures(checkDecorators(source), source);
  return ofStages(source, ["syntax", "signature"], functions.map(({ name }) => name));
}

/** Runs every stage: all errors of a source, not only the first. */
export function validateCode(code: string, options: ValidationOptions = {}): ValidationResult {
  const analysis = analyze(code, options);
  try {
    // The second parser may be stricter.
    void analysis.compiled;
    return analysis.result;
  } catch (error) {
    if (!isOpenHcsError(error, "VALIDATION")) throw error;
    return validationResult(error.errors, analysis.result.warnings, analysis.result.functionNames);
  }
}

function ofStages({ issues: { errors, warnings } }: ParsedSource, stages: readonly ValidationStage[], functionNames: readonly string[]): ValidationResult {
  return validationResult(errors.filter(({ stage }) => stages.includes(stage)), warnings.filter(({ stage }) => stages.includes(stage)), functionNames);
}
