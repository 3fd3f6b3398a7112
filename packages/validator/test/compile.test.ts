import { analyze, validateCode } from "@openhcs/validator";
import { compileFunction } from "node:vm";
import { describe, expect, it } from "vitest";
import { sourceOf } from "./expect-issues.js";

/** What whoever runs a source does. */
function run(code: string): Record<string, (...args: unknown[]) => unknown> {
  const { result, compiled } = analyze(code);
  expect(result.errors).toEqual([]);
  if (compiled === undefined) throw new Error("not compiled");
  const decorate = (first: unknown) => (typeof first === "function" ? first : (fn: unknown) => fn);
  const library: Record<string, unknown> = { ndarray: decorate, memory: () => decorate, gaussian: (value: number) => Promise.resolve(value + 100) };
  const body = compileFunction(`"use strict";\n${compiled.code}\nreturn { ${compiled.names.join(", ")} };`, compiled.imports.map(({ local }) => local), { filename: compiled.filename, lineOffset: -1 });
  return body(...compiled.imports.map(({ imported }) => (imported === "*" ? library : library[imported]))) as never;
}

/** As V8 runs it: every character at its place. */
function expectInPlace(code: string): void {
  const { compiled } = analyze(code);
  const kept = compiled?.code ?? "";
  expect(kept).toHaveLength(code.length);
  const breaks = (text: string) => [...text.matchAll(/[\r\n\u2028\u2029]/g)].map(({ index, 0: character }) => `${index}:${character.charCodeAt(0)}`);
  expect(breaks(kept)).toEqual(breaks(code));
}

const head = "import { gaussian, ndarray, type NdArray } from \"openhcs\";\n";
const ending = "\nexport const f = ndarray(function f(image: number): unknown {\n  return result(image);\n});\n";

/** TypeScript around a function `result` that gives its argument plus one. */
const pieces: Readonly<Record<string, string>> = {
  "annotations": "function result(a: number): number { const b: number = 1; let c: string | undefined; void c; return a + b; }",
  "interfaces and types": "interface A { readonly b: number; c?(): void }\ntype B = A[\"b\"] | `x${string}`;\nexport type { A };\nexport interface C {}\nexport type D = 1\nfunction result(a: B) { return (a as number) + 1; }",
  "generics": "function one<T extends number, const U = T>(a: T): T { return a; }\nfunction result(a: number) { return one<number>(a) + 1; }",
  "assertions": "const x = { y: 1 } as const satisfies { y: number };\nfunction result(a: number) { return (a as unknown as number)! + x!.y; }",
  "arrows with types over lines": "const result = (\n  a: number,\n): \n  number => a + 1;",
  "generic arrows": "const result = <T extends number>(a: T): number => a + 1;",
  "async arrows": "const later = async <T,>(a: T): Promise<T> => a;\nconst result = (a: number) => { void later(a); return a + 1; };",
  "classes": "abstract class A<T> { abstract b(): void; declare c: T; private readonly d: number = 1; static e?: string; protected constructor() {} get f(): number { return this.d; } toString(): string { return \"\"; } [key: string]: unknown }\nclass B extends A<number> implements Object { override b() {} constructor() { super(); } }\nconst result = (a: number) => a + new B().f;",
  "members before brackets": "class A { a = 1\n declare b: number\n [\"x\"] = 2; y = 3\n abstract?: number\n [\"z\"] = 4\n over(): void\n [\"over\"]() {} }\nconst result = (a: number) => a + new A().a;",
  "overloads": "function result(a: number): number;\nfunction result(a: string): number;\nfunction result(a: never): number { return a + 1; }",
  "optional parameters and this": "function result(this: void, a: number, b?: number) { return a + (b ?? 1); }",
  "guards": "function isNumber(a: unknown): a is number { return typeof a === \"number\"; }\nfunction must(a: unknown): asserts a {}\nconst result = (a: unknown) => { must(a); return isNumber(a) ? a + 1 : 0; };",
  "statements without semicolons": "const b: number = 1\ntype A = number\nlet c = b as A\n;[c].map((d: A) => d)\nfunction result(a: A) {\n  return a + c\n}",
  "a type before a bracket": "let b = 1 as number\ntype T = number\n;(b)\ninterface U {}\n;[1].map(String)\ntype V = number;\n(b)\ndeclare const w: number\n;[1].map(String)\nconst result = (a: number) => a + b",
  "definite and optional": "let later!: number;\nlater = 1;\nconst o: { p?: number } = {};\nfunction result(a: number) { return a + (o?.p ?? later!); }",
  "characters of several bytes in types": "const µ: \"µ😀→\" | \"ü\" = \"ü\";\ntype 数 = \"数\";\nfunction result(a: number, 名: 数 = \"数\" as 数): number { return a + µ.length + 名.length - 1; }",
  "declarations": "declare const nothing: number;\ndeclare function no(): void;\ndeclare global { interface X {} }\nfunction result(a: number) { return a + 1; }",
  "catch and loops": "function result(a: number) { try { for (const b of [1] as number[]) a += b as number; } catch (error: unknown) { throw error as Error; } return a; }",
  "imports in the middle": "const b = 1\nimport { memory } from \"openhcs\"\nconst c = b\nimport type { Tag } from \"openhcs\"\n;[b].map(String)\nfunction result(a: number) { return a + c; }\nmemory",
  "an export list": "function result(a: number) { return a + 1; }\nconst b = 1\nexport { result, b as c }\n;(b)",
  "exports over lines": "export\nconst result = (a: number) => a + 1;\nexport /* a */ function other(a: number) { return a; }\nexport\n  async function third(): Promise<void> {}\nexport abstract class A {}",
  "line breaks of every kind": "const b: number =\r\n1;\r\nlet c: {\r d: number;\u2028 e: number }; \u2029void (c! as unknown);\nfunction result(a: number) { return a + b; }",
  "strings and patterns that look like types": "const s = \"a: number\"; const r = /a as b: c/; const t = `${s as string} as x`;\nfunction result(a: number) { return a + (s.length + t.length + r.source.length > 0 ? 1 : 0); }",
  "unsigned keyword names": "const type = 1, as = 0, of = 0, satisfies = 0, declare = 0, readonly = 0;\nfunction result(a: number) { return a + type + as + of + satisfies + declare + readonly; }",
  "instantiations": "const make = <T,>(a: T) => a; const typed = make<number>;\nfunction result(a: number) { return typed(a) + 1; }",
};

describe("types are stripped in place", () => {
  it.each(Object.entries(pieces))("%s", (_, piece) => {
    const code = head + piece + ending;
    expectInPlace(code);
    expect(run(code)["f"]?.(41)).toBe(42);
    expect(run(code.replaceAll(/(?<!\r)\n/g, "\r\n"))["f"]?.(41)).toBe(42);
  });

  it("in every pair of them, in blocks of their own", () => {
    const names = Object.keys(pieces).filter((name) => !/imports|export|declarations|interfaces/.test(name));
    for (const first of names) {
      for (const second of names) {
        const block = (name: string) => `{\n${pieces[name]}\nplus.push(result as never)\n}`;
        const code = `${head}const plus: ((a: number) => number)[] = []\n${block(first)}\n${block(second)}\nfunction result(a: number) { return plus.reduce((b: number, one) => one(b), a); }${ending}`;
        expectInPlace(code);
        expect([first, second, run(code)["f"]?.(40)]).toEqual([first, second, 42]);
      }
    }
  });

  it("so that an error has its place in the source", () => {
    const code = `${head}interface A {\n  b: number;\n}\n\nexport const f = ndarray(function f(image: NdArray, a: A = { b: 1 }): NdArray { const c: number = a.b; throw new Error(String(c)); });`;
    const { f } = run(code);
    try {
      f?.(1);
      expect.unreachable();
    } catch (error) {
      expect((error as Error).stack).toMatch(new RegExp(`function\\.ts:6:${code.split("\n")[5]?.indexOf("new Error") as number + 1}`));
    }
  });

  it("imports reach the function by their local names", async () => {
    const code = "import * as hcs from \"openhcs\";\nimport { gaussian as smooth, ndarray } from \"openhcs\";\nexport const f = ndarray(async function f(image: any) { return (await smooth(image)) + (await hcs.gaussian(image)); });";
    await expect(run(code)["f"]?.(1)).resolves.toBe(202);
  });

  it("names are those that hold the decorated functions", () => {
    const { compiled } = analyze(`${head}export const f = ndarray({ name: "g" })((image: any) => image);\nfunction h(image: any) { return image; }\nndarray(h);`);
    expect(compiled?.names).toEqual(["f", "h"]);
    expect(compiled?.filename).toBe("function.ts");
  });

  it("what is not valid is not compiled", () => {
    expect(analyze(`${sourceOf()}\nenum A { B }`)).toMatchObject({ functions: [] });
    expect(analyze(`${sourceOf()}\nenum A { B }`).compiled).toBeUndefined();
  });

  it("whatever the first parser accepts the second strips, or the source is not valid", () => {
    for (const piece of ["var a = 08;", "delete result;", "function g(a, a) {}", "const yield_ = 1; let let_ = 2;", "class A { #b = 1; static { this.c = 1; } static c; }", "label: for (;;) break label;", "const r = /(?<a>x)/v;", "let a: bigint = 1n ** 2n;", "const o = { async *a() {}, get b() { return 1; }, __proto__: null };", "type A<in out T> = T;", "let a: unique symbol;", "for (var i = 0 as number; i < 1; i++);", "let x: typeof import(\"y\");", "function f2<T>(this: T) {}", "let v = a ? (b) : c => d;", "let w = a ? (b): number => 1 : 2;", "class C<T> { declare readonly a: number; static accessor_ = 1; }", "export type * from \"openhcs\";", "import type D from \"openhcs\";"]) {
      const code = `${head}${piece}\nfunction result(a: number) { return a; }${ending}`;
      const { isValid } = validateCode(code);
      if (isValid) expectInPlace(code);
      else expect([piece, validateCode(code).errors.length]).toEqual([piece, expect.any(Number)]);
    }
  });
});
