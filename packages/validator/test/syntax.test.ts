import { analyze, formatIssue, validateSyntax } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, errorsOf, sourceOf, theError } from "./expect-issues.js";

describe("syntax that a custom function cannot have", () => {
  it.each([
    ["enums", "enum Mode { A }", "ENUM"],
    ["constant enums", "const enum Mode { A }", "ENUM"],
    ["namespaces", "namespace A { export const b = 1; }", "NAMESPACE"],
    ["using", "function f(a) { using b = a; }", "USING"],
    ["await using", "async function f(a) { await using b = a; }", "USING"],
    ["parameter properties", "class A { constructor(public a: number) {} }", "PARAMETER_PROPERTY"],
    ["import equals", "import a = require(\"fs\");", "IMPORT_EQUALS"],
    ["export equals", "export = 1;", "EXPORT_EQUALS"],
    ["export default", "export default function f() {}", "EXPORT_DEFAULT"],
    ["assertions in angle brackets", "const a = <number>b;", "TYPE_ASSERTION"],
    ["decorators of classes", "@sealed class A {}", "DECORATOR_SYNTAX"],
    ["accessor fields", "class A { accessor b = 1; }", "ACCESSOR"],
    ["import()", "const a = import(\"fs\");", "DYNAMIC_IMPORT"],
    ["import.meta", "const a = import.meta.url;", "IMPORT_META"],
    ["await outside of functions", "await 1;", "TOP_LEVEL_AWAIT"],
    ["for await outside of functions", "for await (const a of []) {}", "TOP_LEVEL_AWAIT"],
    ["debugger", "function f() { debugger; }", "DEBUGGER"],
    ["eval", "eval(\"1\");", "EVAL"],
    ["eval by another name", "const e = eval;", "EVAL"],
    ["new Function", "new Function(\"return 1\");", "FUNCTION_CONSTRUCTOR"],
    ["Function(…)", "Function(\"return 1\");", "FUNCTION_CONSTRUCTOR"],
    ["arguments.callee", "function f() { return arguments.callee; }", "ARGUMENTS_CALLEE"],
    ["JSX", "const a = <div>text</div>;", "JSX"],
  ])("refuses %s", (_, code, rule) => {
    expect(codesOf(validateSyntax(code))).toEqual([rule]);
  });

  it.each([
    ["/ab(c/;", 1, "The regular expression cannot be read: /ab(c/: Unterminated group."],
    ["const a = 1;\nconst b = [/x{2,1}/];", 2, "The regular expression cannot be read: /x{2,1}/: numbers out of order in {} quantifier."],
  ])("refuses the pattern in %s", (code, line, message) => {
    expect(theError(validateSyntax(code))).toMatchObject({ code: "INVALID_PATTERN", line, message });
  });

  it.each(["let y = 1; y <!--y/*\nhidden();/**/ ;", "const t = 1; t <!--t;", "let y = 1;\n--> hidden();", "/*\n*/ --> hidden();"])("refuses comments of HTML: %s", (code) => {
    expect(codesOf(validateSyntax(code))).toContain("HTML_COMMENT");
  });

  it.each(["let y = 5; while (y --> 0) {}", "const a = \"<!-- b -->\", b = `<!--\n--> ${a} -->`, c = /<!--/; // <!--\n/* <!--\n--> */", "const a = 1 < !(- -1) ? 1 : 2;"])("accepts what only looks like them: %s", (code) => {
    expect(codesOf(validateSyntax(code))).toEqual([]);
  });

  it("shows an enum as a constant and a type, which are accepted in its place", () => {
    const code = sourceOf({ before: "enum Mode { Fast = \"fast\", Good = \"good\" }", parameters: "image: NdArray, mode: Mode = Mode.Fast" });
    const fix = analyze(code).result.errors[0]?.fix ?? "";
    expect(fix).toBe("const Mode = { Fast: \"fast\", Good: \"good\" } as const; type Mode = (typeof Mode)[keyof typeof Mode];");
    expect(analyze(code.replace(/enum .*/, fix)).functions[0]?.parameters).toEqual({ mode: { type: "string", choices: ["fast", "good"], default: "fast" } });
  });

  it("refuses with", () => {
    expect(codesOf(validateSyntax("with (a) { b; }"))).toContain("WITH");
  });

  it.each(["declare const a: number;", "declare enum A { B }", "interface A { b: number }", "type F = typeof import(\"x\");", "const e = { eval: 1 }.eval;", "function f(eval_) {}", "async function f() { await 1; }"])("accepts %s", (code) => {
    expect(codesOf(validateSyntax(code))).toEqual([]);
  });

  it.each([
    ["@ndarray\nfunction f(image) { return image; }", "ndarray", 1],
    ["let a = 1;\n@opencl\nexport function f(image) { return image; }", "opencl", 2],
    ["@ndarray({ contract: \"pure2d\" })\nasync function f(image) { return image; }", "ndarray", 1],
    ["@numpy\ndef f(image):\n  return image", "numpy", 1],
  ])("says how a function is decorated here, for %s", (code, name, line) => {
    const error = validateSyntax(code).errors[0];
    expect(error).toMatchObject({ code: "DECORATOR_SYNTAX", line, column: 1 });
    expect(error?.message).toBe(`Decorators are functions here: write ${name}(function …) instead of @${name}.`);
  });

  it("finds every error of a source, also behind one that the parser cannot pass", () => {
    const code = "const a = ;\nconst b = 1;\nfunction f( {\n}\nconst c = b +;\nlet d = 1; let d = 2;\n";
    expect(errorsOf(validateSyntax(code)).map((error) => error.split(" ")[1]?.split(":")[0])).toEqual(["1", "5", "5", "6"]);
  });

  it("still finds a dangerous import where another statement is broken", () => {
    const { errors } = analyze("import fs from \"fs\";\nconst a = ;\n").result;
    expect(errors.map(({ code }) => code)).toEqual(["DANGEROUS_IMPORT", "SYNTAX"]);
  });

  it("counts columns in UTF-16 units, and a tab as one", () => {
    expect(errorsOf(validateSyntax("const a = \"😀µ\";\tconst b = ;"))).toEqual(["SYNTAX 1:28"]);
  });

  it("counts lines at every line break of the language", () => {
    expect(errorsOf(validateSyntax("1;\r\n2;\r3;\u20284;\n  debugger;"))).toEqual(["DEBUGGER 5:3"]);
  });

  it("shows a long line around the place", () => {
    const [error] = validateSyntax(`const a = "${"x".repeat(5000)}"; debugger; "${"y".repeat(5000)}";`).errors;
    const [line = "", caret = ""] = error?.snippet.split("\n") ?? [];
    expect(line.length).toBeLessThanOrEqual(160);
    expect(line.slice(caret.indexOf("^"))).toMatch(/^debugger;/);
  });

  it("formats an issue as editors link it", () => {
    const [issue] = validateSyntax("debugger;").errors;
    expect(formatIssue(issue as never, "a/b.ts")).toBe("a/b.ts:1:1: \"debugger\" is not allowed in custom functions.");
  });
});

describe("text that is no source", () => {
  it.each([
    ["undefined", undefined, "NOT_TEXT"], ["null", null, "NOT_TEXT"], ["a number", 5, "NOT_TEXT"], ["bytes", new Uint8Array(3), "NOT_TEXT"],
    ["nothing", "", "EMPTY"], ["blanks", " \n\t\uFEFF", "EMPTY"],
    ["a megabyte", `// ${"x".repeat(1_000_000)}`, "TOO_LARGE"],
    ["a null character", "const a = 1;\0", "NULL_CHARACTER"],
    ["half a character", "const a = \"\uD800\";", "LONE_SURROGATE"],
    ["bidirectional control", "const a = \"\u202E\";", "BIDI_CONTROL"],
  ])("%s is an error of its own", (_, code, rule) => {
    expect(theError(analyze(code as string).result)?.code).toBe(rule);
  });

  it("a byte order mark, and carriage returns, are no error and move nothing", () => {
    const code = `\uFEFF${sourceOf().replaceAll("\n", "\r\n")}`;
    const { result, compiled } = analyze(code);
    expect(result.errors).toEqual([]);
    expect(compiled?.code).toHaveLength(code.length);
  });
});
