import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener, sourceOf } from "./guest.js";

describe("the word import", () => {
  const isolation = new Isolation();
  afterAll(() => isolation[Symbol.asyncDispose]());

  test("may be part of a name, a property, a text or a comment", async () => {
    const bodies = [
      "const important = 1; return important;", "const reimport = 1; return reimport;", "const $import = 1; return $import;", "const import$ = 1; return import$;", "const _import_ = 1; return _import_;",
      "const \u00e9import = 1, import\u4e2d = 0; return \u00e9import + import\u4e2d;", "const o = JSON.parse('{\"import\": 1}'); return o.import;", "const o = { a: 1 }; return o?.import ?? o.a;", "/* import(1) */ return 'import('.length - 6;",
    ];
    const source = sourceOf(`function f() { return [${bodies.map((body) => `(() => { ${body} })()`).join(", ")}]; }`);
    expect(await isolation.call(source, "f", [], new Listener())).toEqual(bodies.map(() => 1));
  });

  test.each(["import('x');", "[...import('x')];", "1.import('x');", "`${import('x')}`;", "1/import('x')/1;", "// .\nimport('x');", "im\\u0070ort('x');", "/./gimport('x');"])("is refused in: %s", async (body) => {
    await expect(isolation.evaluate(functionOf(body))).rejects.toMatchObject({ code: "GUEST_FAILED", errorName: "SyntaxError" });
  });
});
