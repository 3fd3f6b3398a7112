import { analyze, validateDecorator } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, sourceOf, theError } from "./expect-issues.js";

const imported = "import { memory, ndarray, opencl } from \"openhcs\"; import * as hcs from \"openhcs\"; import { ndarray as nd } from \"openhcs\";\n";
const found = (code: string) => analyze(imported + code).functions.map(({ name, originalName, binding, executionMemoryType }) => [name, originalName, binding, executionMemoryType].join(" "));

describe("decorated functions", () => {
  it.each([
    ["export const f = ndarray(function f(image) { return image; });", "f f f ndarray"],
    ["export const f = ndarray({ contract: \"pure2d\" })(function f(image) { return image; });", "f f f ndarray"],
    ["const f = ndarray((image) => image);", "f f f ndarray"],
    ["let f = ndarray(async (image) => image);", "f f f ndarray"],
    ["const f = opencl(function (image) { return image; });", "f f f opencl"],
    ["const f = memory(\"torch\")(function f(image) { return image; });", "f f f torch"],
    ["const f = memory(`torch`)({ contract: \"pure2d\" })((image) => image);", "f f f torch"],
    ["const torch = memory(\"torch\");\nconst f = torch((image) => image);", "f f f torch"],
    ["const slices = ndarray({ contract: \"pure2d\" });\nconst f = slices((image) => image);", "f f f ndarray"],
    ["function g(image) { return image; }\nexport const f = ndarray(g);", "g g f ndarray"],
    ["export const f = ndarray(g);\nfunction g(image) { return image; }", "g g f ndarray"],
    ["const g = (image) => image;\nconst f = ndarray(g);", "g g f ndarray"],
    ["function f(image) { return image; }\nndarray(f);", "f f f ndarray"],
    ["function f(image);\nfunction f(image) { return image; }\nndarray(f);", "f f f ndarray"],
    ["const f = nd((image) => image);", "f f f ndarray"],
    ["const f = hcs.opencl((image) => image);", "f f f opencl"],
    ["const f = hcs.memory(\"jax\")((image) => image);", "f f f jax"],
    ["const my_function = ndarray((image) => image);", "myFunction my_function my_function ndarray"],
    ["const f = ndarray({ name: \"other_name\" })((image) => image);", "otherName other_name f ndarray"],
    ["const f = ndarray(((image) => image) as never) satisfies unknown;", "f f f ndarray"],
    ["const options = { contract: \"pure2d\" } as const;\nconst f = ndarray(options)((image) => image);", "f f f ndarray"],
    ["const f = ndarray((image) => image), g = ndarray((image) => image);", "f f f ndarray|g g g ndarray"],
    ["const f = ndarray((image) => image);\nexport { f };", "f f f ndarray"],
  ])("%s", (code, expected) => {
    expect(found(code).join("|")).toBe(expected);
  });

  it("helpers are no custom functions", () => {
    expect(found("function helper(a) { return a; }\nconst f = ndarray((image) => helper(image));")).toEqual(["f f f ndarray"]);
  });

  it("what options say is read without running the source", () => {
    const [f] = analyze(sourceOf({
      options: "{ contract: \"pure2d\", result: `mask`, dtypeConversion: \"native\", outputMemoryType: \"opencl\", specialOutputs: { counts: { type: \"table\" } }, specialInputs: [\"markers\"], tags: [\"a\", \"b\"], "
        + "documentation: \"Marks.\", parameters: { low: { type: \"number\", default: -1.5, min: -2 } } }",
      parameters: "image: NdArray, markers: NdArray, low = -1.5",
    })).functions;
    expect(f).toMatchObject({
      contract: "pure2d", result: "mask", dtypeConversion: "native", inputMemoryType: "ndarray", executionMemoryType: "ndarray", outputMemoryType: "opencl",
      specialOutputs: { counts: { type: "table" } }, specialInputs: ["markers"], tags: ["a", "b"], documentation: "Marks.",
      parameters: { markers: { type: "any" }, low: { type: "number", default: -1.5, min: -2 } }, parameterOrder: ["markers", "low"],
    });
  });

  it.each([
    ["{ contrakt: \"pure2d\" }", "UNKNOWN_OPTION", "nearest: contract"],
    ["{ contract: \"flat\" }", "INVALID_OPTION", "must be one of pure3d, pure2d, flexible, volumetricToSlice, received \"flat\""],
    ["{ result: \"picture\" }", "INVALID_OPTION", "image, float, mask, labels, native"],
    ["{ dtypeConversion: \"int\" }", "INVALID_OPTION", "preserve, native, uint8"],
    ["{ name: \"\" }", "INVALID_OPTION", "must be a string that is not empty"],
    ["{ specialOutputs: [1] }", "INVALID_OPTION", "must be a list of names"],
    ["{ specialOutputs: [\"a\", \"a\"] }", "INVALID_OPTION", "\"a\" stands there twice"],
    ["{ specialOutputs: [\"image\"] }", "INVALID_OPTION", "must not name the image itself"],
    ["{ specialOutputs: { a: { type: \"sheet\" } } }", "INVALID_OPTION", "array, table, number"],
    ["{ parameters: { a: { type: \"float\" } } }", "INVALID_OPTION", "a type out of"],
    ["{ parameters: { a: { type: \"number\", minimum: 1 } } }", "INVALID_OPTION", "an unknown trait \"minimum\""],
    ["{ contract: choose() }", "OPTIONS_NOT_LITERAL", "\"contract\" must be literal data"],
    ["{ ...others }", "OPTIONS_NOT_LITERAL", "must be literal data"],
    ["others", "OPTIONS_NOT_LITERAL", "must be an object written in the source"],
    ["", "OPTIONS_NOT_LITERAL", "must be an object written in the source"],
  ])("the options %s are refused", (options, code, message) => {
    const error = theError(validateDecorator(`${imported}const f = ndarray(${options})((image) => image);`));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(message);
  });

  it.each([
    ["a call", "const f = ndarray(make());", "NOT_A_FUNCTION"],
    ["a number", "const f = ndarray(5);", "NOT_A_FUNCTION"],
    ["nothing", "const f = ndarray();", "NOT_A_FUNCTION"],
    ["a function without a name in the source", "ndarray(function f(image) {});", "NO_BINDING"],
    ["options alone", "ndarray({ contract: \"pure2d\" });", "DECORATES_NOTHING"],
    ["a memory type that is computed", "const f = memory(name())((image) => image);", "MEMORY_TYPE_NOT_LITERAL"],
  ])("decorating %s is refused", (_, code, rule) => {
    expect(codesOf(validateDecorator(imported + code))).toEqual([rule]);
  });

  it("a decorator that is not imported says how to", () => {
    expect(theError(validateDecorator("export const f = ndarray((image) => image);"))).toMatchObject({ code: "DECORATOR_NOT_IMPORTED", line: 1, column: 18, fix: "import { ndarray } from \"openhcs\";" });
  });

  it.each(["const o = { g: ndarray((image) => image) };", "if (true) { const h = ndarray((image) => image); }", "const h = Math.random() < 1 ? ndarray((image) => image) : 1;", "let m; m = ndarray((image) => image);", "export const f = [ndarray(make)]; function make(image) {}"])("a function that could not be registered is refused: %s", (code) => {
    expect(codesOf(validateDecorator(imported + code))).toEqual(["NOT_TOP_LEVEL"]);
  });

  it("a default export is refused once", () => {
    expect(codesOf(analyze(`${imported}export default ndarray((image) => image);`).result)).toEqual(["EXPORT_DEFAULT"]);
  });

  it("one within a function is a warning", () => {
    const { isValid, warnings } = validateDecorator(`${imported}function tagged(fn) { return ndarray(fn); }\nconst options = { contract: "pure2d" };\nconst slices = ndarray(options);\nconst f = slices((image) => image);`);
    expect([isValid, warnings.map(({ code }) => code)]).toEqual([true, ["NOT_TOP_LEVEL"]]);
  });

  it.each([
    ["import { ndarry } from \"openhcs\";\nexport const f = ndarry((image) => image);", { code: "UNKNOWN_DECORATOR", line: 1, column: 10, message: "'ndarry' is no decorator; nearest: ndarray.", fix: "ndarray" }],
    ["import { opencl_ } from \"openhcs\";\nexport const f = opencl_({ contract: \"pure2d\" })((image) => image);", { code: "UNKNOWN_DECORATOR", line: 1, column: 10, fix: "opencl" }],
    ["import type { ndarray } from \"openhcs\";\nexport const f = ndarray((image) => image);", { code: "DECORATOR_IS_TYPE", line: 1, column: 15, fix: "import { ndarray } from \"openhcs\";" }],
  ])("near misses are told where they are imported: %s", (code, expected) => {
    expect(theError(validateDecorator(code))).toMatchObject(expected);
  });

  it("a decorator may be taken out of the library", () => {
    expect(found("const { ndarray: tagged } = hcs;\nconst f = tagged((image) => image);")).toEqual(["f f f ndarray"]);
  });

  it("only decorators of installed memory types are offered", () => {
    expect(theError(validateDecorator("function f(image) {}", { memoryTypes: ["ndarray", "opencl"] }))?.message).toMatch(/: ndarray, opencl, memory\("name"\)\.$/);
  });

  it("two functions of one name are refused, also where they are spelt apart", () => {
    const error = theError(validateDecorator(`${imported}const myF = ndarray((image) => image);\nconst my_f = ndarray((image) => image);`));
    expect(error).toMatchObject({ code: "DUPLICATE_NAME", line: 3, message: "Two functions are named 'myF', which \"myF\" has already. Each function of a source has a name of its own." });
  });

  it("a memory type that is not installed is refused with those that are, only where they are given", () => {
    const code = `${imported}const f = memory("torch")((image) => image);`;
    expect(validateDecorator(code).isValid).toBe(true);
    expect(theError(validateDecorator(code, { memoryTypes: ["ndarray", "opencl"] }))).toMatchObject({ code: "UNKNOWN_MEMORY_TYPE", message: "Memory type 'torch' is not installed; there are ndarray, opencl." });
  });

  it("a host names its own decorators", () => {
    const code = "import { metal } from \"openhcs\";\nexport const f = metal((image) => image);";
    expect(codesOf(validateDecorator(code))).toEqual(["NO_FUNCTIONS"]);
    expect(validateDecorator(code, { decorators: ["metal"] }).functionNames).toEqual(["f"]);
  });

  it("a name of another module, or of the source itself, is no decorator", () => {
    expect(codesOf(validateDecorator("const ndarray = (fn) => fn;\nconst f = ndarray((image) => image);"))).toEqual(["NO_FUNCTIONS"]);
    expect(codesOf(validateDecorator("import { ndarray } from \"elsewhere\";\nconst f = ndarray((image) => image);"))).toEqual(["NO_FUNCTIONS"]);
  });
});
