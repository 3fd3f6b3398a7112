import { analyze, validateCode, validateDecorator, validateFunction, validateImports, validateSyntax, ValidationError } from "@openhcs/validator";
import { isOpenHcsError, ndarray, registeredKey } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { sourceOf, theError } from "./expect-issues.js";

describe("errors that users meet first", () => {
  it("Missing Decorator Error: names the decorators that there are", () => {
    const error = theError(validateCode("export function process(image) { return image; }"));
    expect(error).toMatchObject({ stage: "decorator", code: "NO_FUNCTIONS", line: 1, column: 1 });
    expect(error?.message).toBe("No valid functions found with memory type decorators. Functions must be decorated with one of: "
      + "ndarray, opencl, cuda, webgpu, tfjs, gpujs, numpy, cupy, torch, tensorflow, jax, pyclesperanto, memory(\"name\").");
  });

  it("Invalid Signature Error: says what the first parameter is and must be", () => {
    const code = "import { ndarray } from \"openhcs\";\n/** Nothing. */\nexport const processImage = ndarray(function process_image(img) { return img; });";
    const error = validateCode(code).errors[0];
    expect(error).toMatchObject({
      stage: "signature", code: "FIRST_PARAMETER", line: 3, functionName: "processImage",
      message: "Function 'processImage' first parameter is 'img', but must be 'image' (3D array: C, Y, X).",
    });
  });

  it("Dangerous Import Error: names the module", () => {
    const error = theError(validateCode(`import os from "os";\n${sourceOf()}`));
    expect(error).toMatchObject({
      stage: "imports", code: "DANGEROUS_IMPORT", line: 1, column: 1,
      message: "Dangerous import detected: 'os'. Module 'os' is not allowed in custom functions.",
    });
  });

  it("Syntax error: says where", () => {
    const error = theError(validateSyntax("import { ndarray } from \"openhcs\";\n\nexport const f = ndarray(function f(image) {\n  const a = 1;\n  return image +;\n});"));
    expect(error).toMatchObject({ stage: "syntax", line: 5, column: 17, message: "Syntax error: unexpected token.", snippet: "  return image +;\n                ^" });
  });

  it("Fail-Loud Behavior: an error is thrown with stage, line, column and snippet of the first, and carries all", () => {
    const { result } = analyze(`import fs from "fs";\nimport net from "net";\n${sourceOf({ parameters: "img" })}`);
    const error = new ValidationError(result, "mine.ts");
    expect(error).toMatchObject({ code: "VALIDATION", name: "ValidationError", stage: "imports", line: 1, column: 1, filename: "mine.ts", snippet: "import fs from \"fs\";\n^" });
    expect(error.message).toBe("mine.ts:1:1: Dangerous import detected: 'fs'. Module 'fs' is not allowed in custom functions. (and 2 more)");
    expect(error.errors).toHaveLength(3);
    expect(isOpenHcsError(error, "VALIDATION")).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: "VALIDATION", stage: "imports", line: 1, errors: [{ code: "DANGEROUS_IMPORT" }, {}, {}], warnings: result.warnings });
  });

  it("each stage alone reports its own", () => {
    const code = `import fs from "fs";\n${sourceOf({ parameters: "img", options: "{ contract: \"flat\" }" })}\nenum A { B }`;
    expect(validateSyntax(code).errors.map(({ code: rule }) => rule)).toEqual(["ENUM"]);
    expect(validateImports(code).errors.map(({ code: rule }) => rule)).toEqual(["DANGEROUS_IMPORT"]);
    expect(validateDecorator(code).errors.map(({ code: rule }) => rule)).toEqual(["INVALID_OPTION"]);
    expect(validateCode(code).errors.map(({ code: rule }) => rule)).toEqual(["DANGEROUS_IMPORT", "INVALID_OPTION", "FIRST_PARAMETER", "ENUM"]);
  });

  it("results are frozen through and through", () => {
    const { result, functions, compiled } = analyze(sourceOf({ parameters: "image: NdArray, sigma: number" }));
    expect([result, result.errors, result.warnings, result.warnings[0], result.functionNames, functions, functions[0], functions[0]?.parameters["sigma"], compiled, compiled?.imports, compiled?.names].every(Object.isFrozen)).toBe(true);
  });
});

describe("validateFunction", () => {
  it("accepts a decorated function whose parameters are declared", () => {
    const fn = ndarray({ parameters: { sigma: { type: "number", default: 1 } } })(function blur(image: unknown, _sigma = 1) { return image; });
    expect(validateFunction(fn)).toMatchObject({ isValid: true, functionNames: ["blur"] });
  });

  it("accepts a function that stands for a registered one, which was validated when it was", () => {
    const registered = Object.assign(async (image: unknown) => image, { [registeredKey]: "openhcs:brightSpots@abc", inputMemoryType: "ndarray" });
    expect(validateFunction(registered)).toMatchObject({ isValid: true, functionNames: ["brightSpots"], errors: [] });
  });

  it.each([
    ["a function without decorator", function plain(image: unknown) { return image; }, "NO_FUNCTIONS", "Function 'plain' is not decorated"],
    ["what is no function", 5, "NOT_A_FUNCTION", "received number"],
    ["parameters that are not declared", ndarray(function blur(image: unknown, _sigma: number) { return image; }), "DEFINITION", "takes 2 arguments but declares 0"],
    ["a default that breaks its range", ndarray({ parameters: { a: { type: "number", min: 0, default: -1 } } })(function low(image: unknown, _a = 1) { return image; }), "DEFINITION", "the default of \"a\""],
    ["a function without parameters", ndarray(function none() { return 1; }), "FIRST_PARAMETER", "has no parameters"],
  ])("refuses %s", (_, fn, code, message) => {
    const error = theError(validateFunction(fn));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(message);
  });
});
