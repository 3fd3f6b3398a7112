import { validateSyntax } from "@openhcs/validator";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codesOf } from "./expect-issues.js";

const packages = join(import.meta.dirname, "../..");
const sources = readdirSync(packages, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !/node_modules|dist/.test(path)).map((path) => join(packages, path));

describe("what is accepted", () => {
  it("all sources of this repository are shallow enough", () => {
    expect(sources.length).toBeGreaterThan(100);
    for (const path of sources) {
      const codes = codesOf(validateSyntax(readFileSync(path, "utf8")));
      expect([path, ...codes.filter((code) => ["NESTED_TOO_DEEP", "AMBIGUOUS_SLASH", "SYNTAX"].includes(code))]).toEqual([path]);
    }
  });

  it.each([
    ["divisions and templates on one line", "const a = (b / 2) / c / `${d / e}`.length / 3; const f = `x ${g} y`;"],
    ["patterns with quotes and brackets", "const a = /[\"'`({[]/.test(b) ? /\\// : !/x`/.test(c); const d = `y`;"],
    ["patterns behind words", "function f(a) { if (/`/.test(a)) return /[`]/.exec(a); throw /`/; }"],
    ["divisions behind properties named like words", "const a = b.return / c / `${d}`.length;"],
    ["divisions behind non-null values", "const a = b! / c; const d = `${e}`;"],
    ["many statements without semicolons", Array.from({ length: 400 }, (_, i) => `const a${i} = b + c * d - e / f`).join("\n")],
    ["a long table", `const a = [${"[1, 2, 3], ".repeat(2000)}];`],
    ["a long table on one line", `const a = [${"0.125, ".repeat(60_000)}];`],
    ["long data on one line", `const a = "${"QUJDREVGR0hJ".repeat(40_000)}";`],
    ["a long line of code", `const a = [${"Math.sin(b + 1), ".repeat(1500)}];`],
    ["divisions of non-null values in a template", "const t = `${shape[2]! / 2},${shape[1]! / 2}`;"],
    ["a division before a comment with a backtick", "const cx = w[0]! / 2; // half of `w`\nconst d = `y`;"],
    ["divisions of what counts", "const t = `${n++ / 2} / ${n-- / 2}`; const d = `y`;"],
    ["a line that begins with a division", "const a = (b + c)\n  / Math.max( // guard\n    d, 1);\nconst e = d\n  / f(g) / 2;"],
    ["divisions before comments, on many lines", `const a = w[0]! / (2 * 1); // half\n${"b = (a) / (c); // step\n".repeat(500)}`],
    ["lines that begin with parentheses and divide", `${"f(a)\n  / (b); // step\n".repeat(200)}`],
    ["patterns behind blocks", "{ if (a) {}\n/[`(]/.test(a); }\nb = `x`;\n".repeat(20)],
    ["many statements without semicolons or words that begin them", `let a = 1\n${Array.from({ length: 260 }, (_, i) => `a += Math.abs(a - ${i}) * 2`).join("\n")}`],
    ["an interface of many members without semicolons", `interface A {\n${Array.from({ length: 700 }, (_, i) => `  a${i}: number`).join("\n")}\n}`],
    ["many comparisons", `function f(a) {\n${"  if (a < 1 && a <= 2 && a << 3 > 4) return 5;\n".repeat(500)}}`],
    ["functions that return objects of such functions", "const a = () => ({ b: () => ({ c: () => ({ d: () => ({ e: ([f]) => f }) }) }) });"],
    ["calls with objects and lists, one in the other", `const a = ${"f({ a: g([".repeat(12)}1${"]) })".repeat(12)};`],
    ["generics within generics", "let a: Map<string, Array<Promise<Map<A<B>, C<D<E>>>>>>; function f<T extends A<B>>(g: Array<T>) { return g.map<X<T>>((h: A<T>) => k<T>(h)); }"],
  ])("%s", (_, code) => {
    expect(codesOf(validateSyntax(code))).toEqual([]);
  });
});
