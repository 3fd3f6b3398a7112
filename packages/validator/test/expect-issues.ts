import type { ValidationResult } from "@openhcs/validator";
import { expect } from "vitest";

/** A source with one function around a parameter list, a body and options. */
export function sourceOf({ parameters = "image: NdArray", body = "return image;", options = "", doc = "/** Does something. */", before = "" } = {}): string {
  const decorator = options === "" ? "ndarray" : `ndarray(${options})`;
  return `import { ndarray, type NdArray } from "openhcs";\n${before}\n${doc}\nexport const process = ${decorator}(function process(${parameters}) {\n  ${body}\n});\n`;
}

/** Codes of the errors with the place of each, as `CODE 3:14`. */
export function errorsOf({ errors }: ValidationResult): readonly string[] {
  return errors.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

export function codesOf({ errors }: ValidationResult): readonly string[] {
  return errors.map(({ code }) => code);
}

export function warningsOf({ warnings }: ValidationResult): readonly string[] {
  return warnings.map(({ code }) => code);
}

/** The only error of a result. */
export function theError(result: ValidationResult) {
  expect(result.errors.map(({ code, message }) => `${code}: ${message}`)).toHaveLength(1);
  return result.errors[0];
}
