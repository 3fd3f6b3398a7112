import { analyze, renameFunction } from "@openhcs/validator";
import { describe, expect, it } from "vitest";

const head = "import { gaussian, ndarray } from \"openhcs\";\n";

/** Renames `f`, and tells which of the occurrences changed, by the digit in the comment behind each. */
function changed(code: string): string {
  const renamed = renameFunction(head + code, "f", "renamed");
  return [...renamed.matchAll(/(\w+)\/\*(\d)\*\//g)].filter(([, name]) => name === "renamed").map(([, , mark]) => mark).join("");
}

describe("names are resolved as the language does", () => {
  it.each([
    ["in functions and blocks below", "const f/*1*/ = ndarray((image: any) => image); function g() { if (1) { f/*2*/; } return () => f/*3*/; }", "123"],
    ["not where a parameter has the name", "const f/*1*/ = ndarray((image: any) => image); function g(f/*2*/: any) { return f/*3*/; } const h = (f/*4*/ = 1) => f/*5*/;", "1"],
    ["not where a block has the name", "const f/*1*/ = ndarray((image: any) => image); { let f/*2*/ = 1; f/*3*/; } f/*4*/;", "14"],
    ["not where a variable is hoisted", "const f/*1*/ = ndarray((image: any) => image); function g() { f/*2*/; { var f/*3*/ = 1; } }", "1"],
    ["not in a catch clause, loop or class of the name", "const f/*1*/ = ndarray((image: any) => image); try { f/*2*/; } catch (f/*3*/) { f/*4*/; } for (const f/*5*/ of []) f/*6*/; (class f/*7*/ { static a = f/*8*/; });", "12"],
    ["not as a property, a label or a member", "const f/*1*/ = ndarray((image: any) => image); const o = { f/*2*/: f/*3*/, g: { f/*4*/() { return f/*5*/; } } }; o.f/*6*/; f: for (;;) break f; class A { f/*7*/ = f/*8*/; }", "1358"],
    ["in patterns and defaults", "const f/*1*/ = ndarray((image: any) => image); const { f/*2*/: g, h = f/*3*/, [f/*4*/.name]: i } = {} as any; const [j = f/*5*/] = [] as any[];", "1345"],
    ["in types of values, and not in types of the name", "const f/*1*/ = ndarray((image: any) => image); let a: typeof f/*2*/; let b: ReturnType<typeof f/*3*/>; interface A { f/*4*/: 1; m(f/*5*/: number): void } type F = (f/*6*/: number) => void; let c: [f/*7*/: number];", "123"],
    ["where a function expression hides it", "const f/*1*/ = ndarray(function f/*2*/(image: any) { return f/*3*/(image); }); f/*4*/;", "1234"],
    ["in templates, tags and spreads", "const f/*1*/ = ndarray((image: any) => image); `${f/*2*/}`; f/*3*/`x`; [...[f/*4*/]]; new (f/*5*/ as any)(); (f/*6*/)!; f/*7*/?.a;", "1234567"],
    ["in loops and switches", "const f/*1*/ = ndarray((image: any) => image); for (let i = f/*2*/; i; i = f/*3*/) {} switch (f/*4*/ as any) { case f/*5*/: break; default: const f/*6*/ = 1; f/*7*/; }", "1234"],
  ])("%s", (_, code, expected) => {
    expect(changed(code)).toBe(expected);
  });

  it("what hides an import is no library function", () => {
    const code = `${head}/** Does. */\nexport const f = ndarray((image: any) => { const gaussian = (a: any) => a; return gaussian(image).add(1); });`;
    expect(analyze(code, { libraryFunctions: ["gaussian"] }).result.errors).toEqual([]);
  });
});
