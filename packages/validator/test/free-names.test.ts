import { validateCode, type ValidationOptions } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { errorsOf, sourceOf, theError, warningsOf } from "./expect-issues.js";

const options: ValidationOptions = { libraryFunctions: ["gaussian", "otsu"] };

describe("a name that the source does not declare", () => {
  it.each([
    ["a library function", "gaussian", "const blurred = await gaussian(image, { sigma: 1 }); return blurred;"],
    ["one that is passed on", "otsu", "return [image].map(otsu)[0];"],
    ["an array export", "stackSlices", "return stackSlices([image]);"],
    ["a decorator within a function", "opencl", "return opencl;"],
  ])("is an error where it is %s that is not imported, with the import as its fix", (_, name, body) => {
    const code = sourceOf({ body }).replace("function process", "async function process");
    expect(theError(validateCode(code, options))).toMatchObject({ stage: "imports", code: "NOT_IMPORTED", line: 5, message: `'${name}' is used but not imported.`, fix: `import { ${name} } from "openhcs";` });
  });

  it("is told once, where it is first used", () => {
    expect(errorsOf(validateCode(sourceOf({ body: "if (otsu) return otsu;\n  return otsu;" }), options))).toEqual(["NOT_IMPORTED 5:7"]);
  });

  it("is a warning where nobody knows it, for the host may give it", () => {
    const result = validateCode(sourceOf({ body: "return image.add(undefined_var);" }), options);
    expect(result).toMatchObject({ isValid: true, warnings: [{ stage: "imports", code: "UNKNOWN_NAME", line: 5, column: 20, message: expect.stringContaining("'undefined_var' is declared nowhere") }] });
    expect(warningsOf(validateCode(sourceOf({ body: "return gaussian(image);" })))).toEqual(["UNKNOWN_NAME"]);
  });

  it.each([
    "return typeof gaussian === \"undefined\" ? image : image;",
    "console.log(Math.PI, NaN, undefined, arguments.length, new Float32Array(1), globalThis); return image;",
    "const gaussian = (it: unknown) => it; gaussian(1); return image;",
    "const { otsu } = { otsu: 1 }; return image.add(otsu);",
    "const named = { gaussian: 1 }; return image.add(named.gaussian);",
    "type Kept = Unknown; const kept = 1 as Kept; return image.add(kept);",
    "try { return image; } catch (otsu) { throw otsu; }",
  ])("is none in %j", (body) => {
    const { errors, warnings } = validateCode(sourceOf({ body }), options);
    expect([...errors, ...warnings]).toEqual([]);
  });

  it("is not looked for in what could not be read, nor told beside what says more", () => {
    expect(warningsOf(validateCode("const a = ;\nuse(b);", options))).toEqual([]);
    expect(errorsOf(validateCode("export const f = ndarray(function f(image) { return image; });", options))).toEqual(["DECORATOR_NOT_IMPORTED 1:18"]);
    expect(validateCode(sourceOf({ body: "require(\"x\"); return image;" }), options).warnings).toEqual([]);
  });
});

describe("a function without a result", () => {
  it.each([
    "image.add(1);", "if (image) return;", "[1].map((each) => { return each; }); image.add(1);", "retrun [image, 1];", "if (image) throw new Error();",
    "try { throw new Error(`${image}`); } catch { }", "if (image) return; throw new Error();",
  ])("is an error: %j", (body) => {
    expect(validateCode(sourceOf({ body }), options).errors.filter(({ code }) => code !== "SYNTAX")).toMatchObject([{ stage: "signature", code: "NO_RETURN", line: 4, functionName: "process" }]);
  });

  it.each(["try { return image; } catch { }", "for (;;) { switch (1) { default: return image; } }", "throw new Error(`${image}`);", "if (image) throw new Error(); else { throw new Error(); }", "{ throw new Error(`${image}`); }",
    "try { throw image; } catch (error) { throw error; }"])("is none: %j", (body) => {
    const { errors, warnings } = validateCode(sourceOf({ body }), options);
    expect([...errors, ...warnings]).toEqual([]);
  });
});

it.each([
  ["a function", "const scale = 2;\nexport function blur(image) { return image; }", 2],
  ["a constant", "import { NdArray } from \"openhcs\";\nconst scale = 2;\nconst blur = (image) => image;", 3],
  ["a call of what is no decorator", "const scale = 2;\nfoo(1);\nexport const blur = (wrap(function blur(image) { return image; }) as unknown);", 3],
  ["nothing of the kind", "const scale = 2;\nconst other = 3;", 1],
])("that nothing is decorated is told at %s", (_, code, line) => {
  expect(theError(validateCode(code))).toMatchObject({ code: "NO_FUNCTIONS", line, column: 1 });
});
