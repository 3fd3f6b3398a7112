import { analyze, validateSyntax } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf } from "./expect-issues.js";

/** An expression within itself, in the place of `@`. */
function nested(expression: string, depth: number, innermost = "1"): string {
  const [before = "", after = ""] = expression.split("@");
  return before.repeat(depth) + innermost + after.repeat(depth);
}

/** Each within itself takes the stripper of types exponential time. */
const hostile = [
  "a ? (b) : c => @", "a ? (b, c) : d => @", "a ? ({ b }) : c => @", "a ? async (b) : c => @", "(a ? (b) : c => @)", "[a ? (b) : c => @]", "`${a ? (b) : c => @}`",
  "a ? (b) : c => { return @ }", "a ? (b) : (c) => d => @", "a ? (b) : ({ c }) => d => @", "a ? (b) : (...c) => d => @", "a ? x = (b) : c => @", "a ? y => (b) : c => @", "a ? x || (b) : c => @",
  "a ? (b /* : */) /* ) */ : /* ( */ c => @", "a?.b ? (c) : d => @", "a ? (b) : c => @ as T",
  "a ? (b) : (c = @)", "a ? (b) : (c, d = @)", "a ? (b) : ({ c = @ } = d)", "a ? (b) : { [@]: c }", "a ? (b) : ({ [@]: c })", "a ? (b) : ([c = @])", "a ? (b) : new (c = @)", "a ? (b) : (c = @) ? d : e",
  "a ? (b) : (c = @) => d => e", "a ? (b) : ([c = @]) => d", "a ? (b) : ({ c = @ }) => d", "a ? (b ? (c) : d => @) : e => f", "(a ? (b) : c => @) ? (d) : e => f", "a ? (b) : c => d ? (e) : @",
  "a ? (a ? (b): c => @ : d) : b => c", "a ? (b): c => a ? (@) : d => e : f", "function () { switch (x) { case (b): (c = @) } }", "function () { switch (x) { case (b): ({ [@]: c }) } }",
  "function () { switch (x) { case async (b): (c = @) } }", "a ? <T>(b) : c => a ? (b) : (c): d => @", "(x as ({ a = @ }: B) => C)", "(x as ([a = @]) => C)", "(x as ({ [@]: a }: B) => C)", "(x as ({ [@]: A }))", "(x as (/* ( */ // )\n{ [@]: A }))", "(x as ([{ [@]: A }]))",
  "function () { for (const x of a ? (b) : c => @) ; }", "class { [a ? (b) : c => @]: T }", "function () { a ? (b) : keyof\n{ [@] } }", "function () { switch (x) { case (b): keyof\n{ [@] } } }",
];

describe("syntax that the stripper of types would read again and again", () => {
  it.each(hostile)("is refused where it is nested: %s", (expression) => {
    const result = validateSyntax(`const x = ${nested(expression, 40)};`);
    expect(codesOf(result).at(-1)).toBe("NESTED_TOO_DEEP");
    expect(codesOf(validateSyntax(`const x = ${nested(expression, 9)};`))).toEqual(["NESTED_TOO_DEEP"]);
  });

  it("is refused in what is declared, of which nothing runs", () => {
    expect(codesOf(validateSyntax(`declare enum A { b = ${nested("a ? (b) : c => @", 40)} }`))).toContain("NESTED_TOO_DEEP");
    expect(codesOf(validateSyntax(`declare namespace A { const b: { [${nested("a ? (b) : c => @", 40)}]: c } }`))).toContain("NESTED_TOO_DEEP");
  });

  it("is refused in types alone", () => {
    expect(codesOf(validateSyntax(`type X = ${nested("({ [k in A as @]: B })", 30, "C")};`))).toEqual(["NESTED_TOO_DEEP"]);
    expect(codesOf(validateSyntax(`type X = ${nested("(({ [k in A as @]: B })) extends A ? B : C", 20, "C")};`))).toEqual(["NESTED_TOO_DEEP"]);
  });

  it("is refused where little of it is around much", () => {
    const many = `[${"0.125, ".repeat(10_000)}]`;
    expect(codesOf(validateSyntax(`const x = ${nested("a ? (b) : c => @", 4, many)};`))).toEqual(["NESTED_TOO_DEEP"]);
    expect(codesOf(validateSyntax(`const x = ${nested("a ? (b) : c => @", 1, many)};`))).toEqual([]);
  });

  it("is refused where comparisons are within each other", () => {
    expect(codesOf(validateSyntax(`const x = ${nested("a < ({ [@]: c })", 5)};`))).toEqual(["NESTED_TOO_DEEP"]);
    expect(codesOf(validateSyntax(`const x = ${nested("f<{ [@]: c }>(1)", 5)};`))).toEqual(["NESTED_TOO_DEEP"]);
    expect(codesOf(validateSyntax(`const x = ${nested("a < f(@)", 3)};`))).toEqual([]);
  });

  it("is refused before types are stripped", () => {
    const code = `import { ndarray } from "openhcs"; export const f = ndarray((image: any) => { const x = ${nested("a ? (b) : c => @", 28)}; return image; });`;
    const analysis = analyze(code);
    expect(codesOf(analysis.result)).toContain("NESTED_TOO_DEEP");
    expect(analysis.compiled).toBeUndefined();
  });

  it.each([
    ["long chains of conditions", `const x = ${"(a) ? (b) : ".repeat(80)}c;`],
    ["conditions in parentheses, one in the other", `const x = ${nested("a ? (b) : (@)", 40)};`],
    ["conditions within functions", `const x = ${nested("a ? (b) : c => @", 6)};`],
    ["chains in many cases", `switch (x) { ${"case f(1): a = b < (c) ? (d) : e ? f(g) : h; break; ".repeat(300)} }`],
    ["functions that return functions, typed", `const x = ${nested("(a: T): (b: T) => T => @", 20)};`],
    ["types of functions that take objects", `type A = ${nested("({ a }: B) => (c: D, [e]: F) => @", 12, "void")};`],
    ["words of types as names", "const x = a ? (b) : unique;\nconst y = a ? (b) : readonly\n// one\n;const z = (a ? (b) : keyof);"],
  ])("is what it is elsewhere: %s", (_, code) => {
    expect(codesOf(validateSyntax(code))).toEqual([]);
  });
});
