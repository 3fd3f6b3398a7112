/** Checks the source of custom functions in stages, reads what it declares, and strips its types in place. */
export { analyze, type SourceAnalysis } from "./analyze.js";
export type { CompiledImport, CompiledSource } from "./compile.js";
export type { DeclaredFunction } from "./declared-function.js";
export { validationErrorAt } from "./error-at.js";
export { removeFunction, renameFunction } from "./rewrite.js";
export { leastLimits, type DeclaredLimits } from "./signature/declared-limits.js";
export { checkFunctionName } from "./signature/function-name.js";
export { maxSourceBytes } from "./source-guard.js";
export type { Span } from "./source-text.js";
export { validateCode, validateDecorator, validateImports, validateSignature, validateSyntax } from "./validate.js";
export { validateFunction } from "./validate-function.js";
export { ValidationError } from "./validation-error.js";
export { wellKnownDecorators, type ImportRule, type ValidationOptions } from "./validation-options.js";
export { formatIssue, type ValidationIssue, type ValidationResult, type ValidationStage } from "./validation-result.js";
