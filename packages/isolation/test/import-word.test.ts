import vm from "node:vm";
import { expect, test } from "vitest";
import { compile } from "../src/guest/compile.js";
import { functionOf } from "./guest.js";

const context = vm.createContext({});
const run = (body: string): unknown => compile({ ...functionOf(body), imports: [] }, context)()["f"];

test.each([
  "const important = 1; return important;", "const reimport = 1; return reimport;", "const $import = 1; return $import;", "const import$ = 1; return import$;", "const \u00e9import = 1, import\u4e2d = 0; return \u00e9import + import\u4e2d;",
  "const o = JSON.parse('{\"import\": 1}'); return o.import;", "const o = { a: 1 }; return o?.import ?? o.a;", "/* import(1) */ return 'import('.length - 6;", "const _import_ = 1; return _import_;",
])("may be part of: %s", (body) => {
  expect((run(body) as () => unknown)()).toBe(1);
});

test.each([
  "import('x');", "[...import('x')];", "[ ... import('x')];", "0..a;import('x');", "1.import('x');", "const o = {}; o?.[import('x')];", "/./.test('');import('x');", "`${import('x')}`;", "1/import('x')/1;", "a:import('x');", "// .\nimport('x');", "'.'\nimport('x');", "(0).\n/*.*/ a;import('x');",
  "const im\\u0070ort = 1;", "im\\u0070ort('x');", "/.\\./gimport('x');", "1.\u200cimport('x');",
])("is refused in: %s", (body) => {
  expect(() => run(body)).toThrow(expect.objectContaining({ name: "SyntaxError" }) as Error);
});
