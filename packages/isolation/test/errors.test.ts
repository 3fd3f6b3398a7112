import { InvalidArrayError, isOpenHcsError } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { functionOf, Listener, sourceOf } from "./guest.js";
import { ways } from "./ways.js";

describe.each(ways)("errors, $name", ({ options }) => {
  const isolation = new Isolation(options);
  const call = (body: string): Promise<unknown> => isolation.call(functionOf(body), "f", [], new Listener());
  afterAll(() => isolation[Symbol.asyncDispose]());

  test("an error says what, where and which line", async () => {
    const source = sourceOf('const helper = (x) => {\n  return x.missing.deep;\n};\nasync function f(image) {\n  await null;\n  return helper(image);\n}');
    const error = await isolation.call(source, "f", [1], new Listener()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "GUEST_FAILED", stage: "execution", functionName: "f", filename: "guest.ts", errorName: "TypeError", line: 2, column: 20, snippet: "  return x.missing.deep;",
      message: expect.stringMatching(/^Code execution failed in "f" \(\S+:\d+:\d+\): TypeError: Cannot read properties of undefined/) as string,
    });
    expect(isOpenHcsError(error, "GUEST_FAILED") && error.guestStack).toMatch(/helper \(guest\.ts:2:20\)\n.*f \(guest\.ts:6:10\)$/);
  });

  test("an error of the array API is told by name and place", async () => {
    await expect(call("\n  return NdArray.zeros([2]).slice(5);")).rejects.toMatchObject({ errorName: "InvalidArrayError", line: 2, errorMessage: "index 5 is outside of axis 0 with extent 2." });
  });

  test("an error of the library is told, and is the cause", async () => {
    const cause = new InvalidArrayError("wrong shape");
    const host = new Listener({ run: () => Promise.reject(cause) });
    const source = sourceOf("async function f(image) {\n  try { await gaussian(image); } catch (error) { console.log(error.name, error.code, error instanceof Error); throw error; }\n}");
    await expect(isolation.call(source, "f", [1], host)).rejects.toMatchObject({ code: "GUEST_FAILED", errorName: "InvalidArrayError", errorMessage: "wrong shape", cause });
    expect(host.lines).toEqual(["info: InvalidArrayError INVALID_ARRAY true"]);
  });

  test("code that does not compile is told with its place", async () => {
    await expect(isolation.evaluate(sourceOf("const a = 1;\nconst b = = 2;"))).rejects.toMatchObject({ code: "GUEST_FAILED", errorName: "SyntaxError", line: 2, column: 11, snippet: "const b = = 2;" });
  });

  test("a top level that throws is told with its place", async () => {
    await expect(isolation.evaluate(sourceOf('const a = 1;\nthrow new RangeError("at once");'))).rejects.toMatchObject({ code: "GUEST_FAILED", errorName: "RangeError", line: 2, column: 7 });
  });

  test("a name that no module has is refused when the source is evaluated", async () => {
    await expect(isolation.evaluate(sourceOf("", [{ from: "node:fs", imported: "readFileSync", local: "readFileSync" }]))).rejects.toMatchObject({ errorName: "SyntaxError", errorMessage: expect.stringContaining('no module "node:fs"') as string });
  });

  test("the library cannot be called at the top level", async () => {
    await expect(isolation.evaluate(sourceOf("gaussian(5);\nrun('x');"))).resolves.toBeUndefined();
    await expect(isolation.call(sourceOf("let early = gaussian(5).catch((error) => error.message);\nasync function f() { return early; }"), "f", [], new Listener())).resolves.toContain("only while a function of this source is running");
  });

  describe("whatever is thrown is survived and told:", () => {
    const cases: readonly (readonly [what: string, body: string, errorName: string, errorMessage: string])[] = [
      ["a string", 'throw "plain"', "Error", '"plain" was thrown'],
      ["nothing", "throw undefined", "Error", "undefined was thrown"],
      ["a symbol", 'throw Symbol("s")', "Error", "Symbol(s) was thrown"],
      ["an object", "throw { a: 1 }", "Error", "an object without a message was thrown"],
      ["an object without a prototype", "throw Object.create(null)", "Error", "an object without a message was thrown"],
      ["a proxy that refuses everything", "throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; }, has() { throw 3; } })", "Error", "an object without a message was thrown"],
      ["getters that throw", 'throw { get message() { throw new Error("inner"); }, get stack() { return {}; }, get name() { return 5; } }', "Error", "an object without a message was thrown"],
      ["an error with a name of its own", 'const error = new Error("m"); error.name = "MyError"; throw error', "MyError", "m"],
      ["an error of a class", 'class Mine extends Error { constructor() { super("n"); this.name = "Mine"; } } throw new Mine()', "Mine", "n"],
      ["a stack overflow", "const g = () => g(); g()", "RangeError", "Maximum call stack size exceeded"],
    ];
    const source = sourceOf(cases.map(([, body], i) => `function throws${i}() { ${body}; }`).join("\n"));

    test.each(cases.map((row, i) => [...row, i] as const))("%s", async (_, _body, errorName, errorMessage, i) => {
      await expect(isolation.call(source, `throws${i}`, [], new Listener())).rejects.toMatchObject({ code: "GUEST_FAILED", errorName, errorMessage });
    });
  });

  test("a huge message is cut", async () => {
    const error = await call('throw new Error("x".repeat(1e7))').catch((thrown: unknown) => thrown) as Error;
    expect(error.message.length).toBeLessThan(5_000);
  });

  test("a value that cannot cross is told by the beginning of its place, however long that is", async () => {
    const error = await call('return { ["k".repeat(1e6)]: () => 1 };').catch((thrown: unknown) => thrown);
    expect(isOpenHcsError(error, "GUEST_VALUE") && error.path).toMatch(/^the result\.k{900,}$/);
  });

  test("a line of a megabyte that does not compile is told", async () => {
    await expect(isolation.evaluate(sourceOf(`const a = "${"x".repeat(1e6)}", b = = 2;`))).rejects.toMatchObject({ code: "GUEST_FAILED", errorName: "SyntaxError", line: 1 });
  });

  test("a name of a library function that is none is refused where it stands", async () => {
    for (const key of ["'k'.repeat(1e6)", "{ toString: 1 }", "Symbol()"]) {
      const source = sourceOf(`async function f() { try { await run(${key}, 1); } catch (error) { return error.name; } }`);
      expect(await isolation.call(source, "f", [], new Listener())).toBe("TypeError");
    }
  });

  test("a function that is not there is told", async () => {
    await expect(isolation.call(functionOf("return 1;"), "other", [], new Listener())).rejects.toMatchObject({ code: "GUEST_FAILED", errorMessage: '"other" is no function.' });
  });

  test("objects of programs may still override what the language's have", async () => {
    expect(await call('function Old() {} Old.prototype.toString = () => "old"; Old.prototype = Object.create(Error.prototype); Old.prototype.constructor = Old; const o = {}; o.valueOf = () => 3; return [`${new Old() instanceof Error}`, o + 1];')).toEqual(["true", 4]);
  });
});
