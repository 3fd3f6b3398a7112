import { defineFunction, type ParameterArgument } from "@openhcs/core";
import { analyze, validateCode, validateSignature } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, sourceOf, theError, warningsOf } from "./expect-issues.js";

const parameterOf = (parameter: string, doc = "", before = "") => {
  const { result, functions } = analyze(sourceOf({ parameters: `image: NdArray, ${parameter}`, doc: `/** Does something.${doc === "" ? "" : `\n * ${doc}`}\n */`, before }));
  expect(result.errors).toEqual([]);
  return functions[0]?.parameters["a"];
};

describe("the first parameter", () => {
  it.each([
    ["", "FIRST_PARAMETER", "has no parameters"],
    ["img: NdArray", "FIRST_PARAMETER", "first parameter is 'img', but must be 'image' (3D array: C, Y, X)."],
    ["{ image }: { image: NdArray }", "FIRST_PARAMETER", "takes its first parameter apart"],
    ["...image: NdArray[]", "FIRST_PARAMETER", "takes its first parameter apart"],
    ["image: NdArray = empty", "IMAGE_OPTIONAL", "must not give 'image' a default"],
    ["image?: NdArray", "IMAGE_OPTIONAL", "must not give 'image' a default"],
  ])("(%s) is refused", (parameters, code, message) => {
    const error = theError(validateSignature(sourceOf({ parameters })));
    expect(error).toMatchObject({ stage: "signature", code, functionName: "process" });
    expect(error?.message).toContain(message);
  });

  it("may be typed as this and nothing else before", () => {
    expect(codesOf(validateSignature(sourceOf({ parameters: "this: void, image: NdArray" })))).toEqual([]);
  });
});

describe("types of parameters", () => {
  it.each<[parameter: string, expected: ParameterArgument, before?: string]>([
    ["a: number", { type: "number" }],
    ["a = 2", { type: "number", default: 2 }],
    ["a: number = -0.5", { type: "number", default: -0.5 }],
    ["a: number = HALF", { type: "number", default: 0.5 }, "const HALF = 0.5;"],
    ["a?: number", { type: "number", optional: true }],
    ["a: number | undefined", { type: "number", optional: true }],
    ["a: number = undefined", { type: "number", optional: true }],
    ["a: boolean = false", { type: "boolean", default: false }],
    ["a: true | false", { type: "boolean" }],
    ["a: string = `x`", { type: "string", default: "x" }],
    ["a: \"x\" | \"y\" = \"y\"", { type: "string", choices: ["x", "y"], default: "y" }],
    ["a: \"x\" = \"x\" as const", { type: "string", choices: ["x"], default: "x" }],
    ["a: Mode = \"x\"", { type: "string", choices: ["x", "y", "z"], default: "x" }, "type Mode = \"x\" | Other; type Other = \"y\" | \"z\";"],
    ["a: 1 | 2 | 3 = 2", { type: "integer", min: 1, max: 3, default: 2 }],
    ["a: number[]", { type: "list", items: { type: "number" } }],
    ["a: readonly string[] = [\"x\"]", { type: "list", items: { type: "string" }, default: ["x"] }],
    ["a: ReadonlyArray<number> = [1, -2]", { type: "list", items: { type: "number" }, default: [1, -2] }],
    ["a = [1, 2]", { type: "list", items: { type: "number" }, default: [1, 2] }],
    ["a: number | readonly number[] = 1", { type: "number", perAxis: true, default: 1 }],
    ["a: number[] | number = [1, 2, 3]", { type: "number", perAxis: true, default: [1, 2, 3] }],
    ["a: [number, number] = [0, 1]", { type: "list", items: { type: "number" }, minLength: 2, maxLength: 2, default: [0, 1] }],
    ["a: readonly [low: number, mode: string]", { type: "list", minLength: 2, maxLength: 2 }],
    ["a: { b: number; c?: string }", { type: "object", properties: { b: { type: "number" }, c: { type: "string", optional: true } } }],
    ["a: Options = { b: 1 }", { type: "object", properties: { b: { type: "number" } }, default: { b: 1 } }, "interface Options { readonly b: number }"],
    ["a: Record<string, number>", { type: "object" }],
    ["a = { b: [1, \"x\"] }", { type: "object", default: { b: [1, "x"] } }],
    ["a: unknown", { type: "any" }],
    ["a: (typeof modes)[number] = \"x\"", { type: "string", choices: ["x", "y"], default: "x" }, "const modes = [\"x\", \"y\"] as const;"],
    ["a: (typeof modes)[number] = modes[1]", { type: "string", default: "y" }, "const modes = [\"x\", \"y\"];"],
    ["a: (typeof Mode)[keyof typeof Mode] = Mode.A", { type: "string", choices: ["x", "y"], default: "x" }, "const Mode = { A: \"x\", B: \"y\" } as const;"],
    ["a: Mode = Mode.B", { type: "integer", min: 0, max: 1, default: 1 }, "const Mode = { A: 0, B: 1 } as const; type Mode = (typeof Mode)[keyof typeof Mode];"],
    ["a: keyof typeof Mode", { type: "string", choices: ["A", "B"] }, "const Mode = { A: \"x\", B: \"y\" };"],
    ["a: O[\"b\"]", { type: "number" }, "interface O { b: number }"],
    ["a: Partial<O>", { type: "object", properties: { b: { type: "number", optional: true } } }, "interface O { b: number }"],
    ["a: Pick<O, \"c\">", { type: "object", properties: { c: { type: "string" } } }, "interface O { b: number; c: string }"],
    ["a: A & B", { type: "object", properties: { b: { type: "number" }, c: { type: "string" } } }, "type A = { b: number }; interface B { c: string }"],
    ["a: O", { type: "object", properties: { b: { type: "number" }, c: { type: "string" } } }, "interface O { b: number } interface O { c: string }"],
    ["a: P", { type: "object", properties: { b: { type: "number" }, c: { type: "string" } } }, "interface O { b: number } interface P extends O { c: string }"],
    ["a = 1 / 4", { type: "number", default: 0.25 }],
    ["a = 2 * Math.PI", { type: "number", default: 2 * Math.PI }],
    ["a = limits.low", { type: "number", default: -2 }, "const limits = { low: -2 };"],
  ])("%s", (parameter, expected, before) => {
    expect(parameterOf(parameter, "", before)).toEqual(expected);
  });

  it.each([
    ["a", "UNTYPED_PARAMETER", "parameter 'a' needs a type or a default value."],
    ["a = undefined", "UNTYPED_PARAMETER", "needs a type"],
    ["...a: number[]", "REST_PARAMETER", "must not have rest parameters"],
    ["{ a }: { a: number }", "DESTRUCTURED_PARAMETER", "must not take parameters apart"],
    ["[a]: number[] = [1]", "DESTRUCTURED_PARAMETER", "must not take parameters apart"],
    ["a: number = compute()", "DEFAULT_NOT_LITERAL", "a default that is no literal"],
    ["a: number = other * 2", "DEFAULT_NOT_LITERAL", "a default that is no literal"],
    ["a: number = null", "DEFAULT_NULL", "has the default null, which no value can be checked against. Leave it out instead: a?: number"],
    ["a: number | null = null", "DEFAULT_NULL", "has the default null"],
    ["a: number = window(3)", "DEFAULT_NOT_LITERAL", "a default that is no literal: window(3). It is read without running the source."],
    ["a: 4 | 8 = 4", "PARAMETER_TYPE", "write the union of strings \"4\" | \"8\", and Number(…) where it is used"],
    ["a: number | \"otsu\" = \"otsu\"", "PARAMETER_TYPE", "take two parameters, such as method: \"otsu\" | \"manual\" and a number"],
    ["a: (typeof missing)[number]", "PARAMETER_TYPE", "no constant of this source"],
    ["a: number | null", "PARAMETER_TYPE", "takes null"],
    ["a: number | string", "PARAMETER_TYPE", "mixes kinds of values"],
    ["a: 1 | 5", "PARAMETER_TYPE", "a union of numbers"],
    ["a: () => void", "PARAMETER_TYPE", "cannot be checked"],
    ["a: Map<string, number>", "PARAMETER_TYPE", "is Map, which this source does not declare"],
    ["a: [number, ...number[]]", "PARAMETER_TYPE", "a tuple of no fixed length"],
    ["a: { b: () => void }", "PARAMETER_TYPE", "has the property \"b\", which cannot be checked"],
    ["a: NdArray", "ARRAY_PARAMETER", "which only special inputs can be"],
    ["a: number = \"x\"", "DEFAULT_VALUE", "the default of \"a\" must be a finite number, received \"x\""],
    ["a: number = Infinity", "DEFAULT_VALUE", "must be a finite number"],
    ["a: \"x\" | \"y\" = \"z\"", "DEFAULT_VALUE", "must be one of \"x\", \"y\""],
    ["a: Self", "PARAMETER_TYPE", "names itself"],
  ])("%s is refused", (parameter, code, message) => {
    const error = theError(validateSignature(sourceOf({ parameters: `image: NdArray, ${parameter}`, before: "type Self = Self[];" })));
    expect(error).toMatchObject({ code, line: 4 });
    expect(error?.message).toContain(message);
  });

  it("special inputs and parameters that options describe need no types", () => {
    const [f] = analyze(sourceOf({ options: "{ specialInputs: [\"mask\"], parameters: { a: { type: \"integer\", min: 1 } } }", parameters: "image, mask, a, b = 1" })).functions;
    expect(f?.parameters).toEqual({ mask: { type: "any" }, a: { type: "integer", min: 1 }, b: { type: "number", default: 1 } });
    expect(f?.parameterOrder).toEqual(["mask", "a", "b"]);
  });

  it.each([
    ["{ specialInputs: [\"mask\"] }", "has no parameter 'mask', which the option \"specialInputs\" names."],
    ["{ parameters: { low: { type: \"number\" } } }", "has no parameter 'low', which the option \"parameters\" names."],
  ])("options %s that name what is not there are refused", (options, message) => {
    expect(theError(validateSignature(sourceOf({ options })))).toMatchObject({ code: "UNDECLARED_PARAMETER", message: `Function 'process' ${message}` });
  });

  it("two defaults that differ are refused", () => {
    expect(codesOf(validateSignature(sourceOf({ options: "{ parameters: { a: { type: \"number\", default: 1 } } }", parameters: "image, a = 2" })))).toEqual(["DEFAULTS_DIFFER"]);
  });
});

describe("names of parameters", () => {
  it.each(["valueOf", "constructor", "toString", "hasOwnProperty"])("may be %s", (name) => {
    const { functions } = analyze(sourceOf({ parameters: `image, ${name} = 1` }));
    expect(functions[0]?.parameters).toEqual({ [name]: { type: "number", default: 1 } });
  });
});

describe("documentation of parameters", () => {
  it.each([
    ["@param {{ b: number }} a opts", { description: "opts" }], ["@param {integer} [a=[1,2]] how many", { description: "how many", type: "integer" }],
    ["@param [a = { b: [1] }] - opts", { description: "opts" }], ["@param a: what it is", { description: "what it is" }],
  ])("%s", (doc, expected) => {
    expect(parameterOf("a: number = 1", doc)).toEqual({ type: "number", default: 1, ...expected });
  });

  it("has names in any letters, and types of what is returned", () => {
    const { functions, result } = analyze(sourceOf({ parameters: "image, größe = 1, σ = 2", body: "return image.add(größe + σ);", doc: "/**\n * Does.\n * @param größe how large\n * @param σ width\n * @returns {Promise<{ a: number }>} the image\n */" }));
    expect(functions[0]).toMatchObject({ parameters: { größe: { description: "how large" }, σ: { description: "width" } }, returns: "the image" });
    expect(result.warnings).toEqual([]);
  });

  it("is found above the first of several overloads", () => {
    const code = "import { ndarray } from \"openhcs\";\n/** Blurs. */\nfunction blur(image: unknown): unknown;\nfunction blur(image: any) { return image; }\nexport const blurred = ndarray(blur);";
    expect(analyze(code).functions[0]?.documentation).toBe("Blurs.");
  });

  it.each<[text: string, expected: Partial<ParameterArgument>]>([
    ["pixels, 0..50", { unit: "pixels", min: 0, max: 50 }],
    ["intensity above the surroundings, 0..1", { description: "intensity above the surroundings", min: 0, max: 1 }],
    ["width, in µm, [0.5, 50]", { description: "width", unit: "µm", min: 0.5, max: 50 }],
    ["(0, 1]", { min: 0, exclusiveMin: true, max: 1 }],
    ["share of pixels, in [0, 2)", { description: "share of pixels", min: 0, max: 2, exclusiveMax: true }],
    ["at least that, >= 0", { description: "at least that", min: 0 }],
    ["> 0", { min: 0, exclusiveMin: true }],
    ["≤ 10", { max: 10 }],
    ["0.. ", { min: 0 }],
    ["..5", { max: 5 }],
    ["-5..1e3", { min: -5, max: 1000 }],
    ["[0, ∞)", { min: 0 }],
    ["a count, integer, 1..10", { type: "integer", description: "a count", min: 1, max: 10 }],
    ["width of the blur in pixels", { description: "width of the blur in pixels", unit: "pixels" }],
    ["- width (px), 0..9.", { description: "width (px)", unit: "px", min: 0, max: 9 }],
    ["what it is, or what it is not", { description: "what it is, or what it is not" }],
    ["a name, e.g. a.b..c", { description: "a name, e.g. a.b..c" }],
    ["width 0..50", { description: "width", min: 0, max: 50 }],
    ["number of planes 1..20.", { description: "number of planes", min: 1, max: 20 }],
    ["pixels (0..50)", { unit: "pixels", min: 0, max: 50 }],
    ["width in pixels [0, 50]", { description: "width in pixels", unit: "pixels", min: 0, max: 50 }],
    ["Range: 0..50", { min: 0, max: 50 }],
    ["0..50 pixels", { unit: "pixels", min: 0, max: 50 }],
    ["duration, 0..5 min", { description: "duration", unit: "min", min: 0, max: 5 }],
    ["0..100 %", { unit: "%", min: 0, max: 100 }],
    ["0 < a <= 5", { min: 0, exclusiveMin: true, max: 5 }],
    ["0..50 (default 1)", { min: 0, max: 50 }],
    ["a share, ]0, 2[", { description: "a share", min: 0, exclusiveMin: true, max: 2, exclusiveMax: true }],
    ["how often, number of iteration(s)", { description: "how often, number of iteration(s)" }],
    ["slice(s)", { description: "slice(s)" }],
    ["min, 0..5", { description: "min", min: 0, max: 5 }],
    ["lower bound (min)", { description: "lower bound (min)" }],
    ["k", { description: "k" }],
    ["temperature, K", { description: "temperature", unit: "K" }],
    ["where to start, e.g. (0, 0)", { description: "where to start, e.g. (0, 0)" }],
    ["offset (y, x), [0, 0] for none", { description: "offset (y, x), [0, 0] for none" }],
    ["window such as [3, 5]", { description: "window such as [3, 5]" }],
    ["strength, between 0 and 1", { description: "strength", min: 0, max: 1 }],
    ["strength, from 0 to 50 pixels", { description: "strength", unit: "pixels", min: 0, max: 50 }],
    ["strength, 0 to 1 inclusive", { description: "strength", min: 0, max: 1 }],
    ["strength, must be between -1 and 1.", { description: "strength", min: -1, max: 1 }],
    ["strength, 0-1", { description: "strength", min: 0, max: 1 }],
    ["strength, (0–1)", { description: "strength", min: 0, max: 1 }],
    ["strength, -5-1", { description: "strength", min: -5, max: 1 }],
    ["strength, 0..1 inclusive", { description: "strength", min: 0, max: 1 }],
    ["width (>= 0)", { description: "width", min: 0 }],
    ["width of the blur (> 0 pixels)", { description: "width of the blur", unit: "pixels", min: 0, exclusiveMin: true }],
    ["width, must be >= 0", { description: "width", min: 0 }],
    ["a >= 0", { min: 0 }],
    ["threshold, a < 2", { description: "threshold", max: 2, exclusiveMax: true }],
    ["rows 2-3, and more", { description: "rows 2-3, and more" }],
    ["turns a -> 0 into nothing", { description: "turns a -> 0 into nothing" }],
    ["how many of 3 to keep", { description: "how many of 3 to keep" }],
    ["the one described in [3, 5]", { description: "the one described in [3, 5]" }],
  ])("@param a %s", (text, expected) => {
    expect(parameterOf("a: number = 1", `@param a ${text}`)).toEqual({ type: "number", default: 1, ...expected });
  });

  it("is read over several lines, with types and brackets of other tools", () => {
    expect(parameterOf("a: number = 1", "@param {integer} [a=1] - how many\n *   there are,\n *   1..9")).toEqual({ type: "integer", default: 1, description: "how many there are", min: 1, max: 9 });
  });

  it.each([
    ["50..0", "50..0"], ["level, [1, 0]", "[1, 0]"], ["limits, (0, 0)", "(0, 0)"], ["typically 0..1", "0..1"], ["0..1 for most images", "0..1"], ["e.g. 3, 4..5", "4..5"], ["strength (0-1)", "(0-1)"], ["strength (0 – 1 px) of the blur", "(0 – 1 px)"], ["a value between 0 and 1", "between 0 and 1"], ["rescales from 0 to 255, later", "from 0 to 255"], ["width >= 0", ">= 0"], ["pixels < 5.", "< 5"], ["typically (>= 3)", ">= 3"], ["strength, between 1 and 0", "between 1 and 0"],
    ["b >= 0", ">= 0"], ["0 < level < 5", "0 < level < 5"],
  ])("what looks like a range, and is not read, is a warning: %s", (text, doubt) => {
    const { result, functions } = analyze(sourceOf({ parameters: "image, a = 1", body: "return image.add(a);", doc: `/**\n * Does.\n * @param a ${text}\n */` }));
    expect(functions[0]?.parameters["a"]).toEqual({ type: "number", default: 1, description: text });
    expect(result.warnings).toMatchObject([{ code: "RANGE_NOT_READ", line: 5, column: 11 }]);
    expect(result.warnings[0]?.message).toContain(`documents "${doubt}" of 'a', which is not read as a range.`);
  });

  it("a range of a list is that of its items", () => {
    expect(parameterOf("a: number[] = [1]", "@param a 0..5")).toEqual({ type: "list", items: { type: "number", min: 0, max: 5 }, default: [1] });
  });

  it("a range that excludes the default is an error at the default", () => {
    const error = theError(validateSignature(sourceOf({ parameters: "image: NdArray, a = 7", doc: "/**\n * Does.\n * @param a 0..5\n */" })));
    expect(error).toMatchObject({ code: "DEFAULT_VALUE", line: 7, message: "Function 'process': the default of \"a\" must be a number in [0, 5], received 7." });
  });

  it("prose, returns, tags and examples are kept", () => {
    const doc = "/**\n * Keep what is bright.\n * And nothing else.\n *\n * Slowly.\n * @returns {NdArray} the image\n * @tag filter, bright\n * @tags mask\n * @example\n * process(image);\n *\n *   indented();\n * @example other()\n */";
    const [f] = analyze(sourceOf({ doc })).functions;
    expect(f).toMatchObject({
      documentation: "Keep what is bright. And nothing else.\n\nSlowly.", returns: "the image", tags: ["filter", "bright", "mask"], examples: ["process(image);\n\n  indented();", "other()"],
    });
  });

  it("is found at a function that is decorated further down", () => {
    const code = "import { ndarray } from \"openhcs\";\n/** Blurs. */\nfunction blur(image: unknown) { return image; }\nexport const blurred = ndarray(blur);";
    expect(analyze(code).functions[0]?.documentation).toBe("Blurs.");
  });
});

describe("names of functions", () => {
  it.each([["constructor"], ["then"], ["con"], ["NUL"], ["aux"], ["com1"], ["__proto__"], ["_hidden"], ["größe"], ["a$b"], ["../x"], ["a b"], ["x".repeat(101)], ["to_string"], ["has_own_property"], ["delete"]])("%s is refused", (name) => {
    const error = theError(validateCode(sourceOf({ options: `{ name: ${JSON.stringify(name)} }` })));
    expect(error).toMatchObject({ stage: "signature", code: "FUNCTION_NAME" });
    expect(error?.message).toContain(`Function name '${name}'`);
  });

  it("generators are refused", () => {
    expect(codesOf(validateCode("import { ndarray } from \"openhcs\";\nexport const f = ndarray(function* f(image: unknown) { yield image; });"))).toEqual(["GENERATOR"]);
  });

  it("one that differs from its constant is a warning", () => {
    expect(warningsOf(validateCode("import { ndarray } from \"openhcs\";\n/** Does. */\nexport const f = ndarray(function g(image: unknown) { return image; });"))).toEqual(["NAME_DIFFERS"]);
  });
});

describe("warnings", () => {
  it.each([
    ["/** Does. */", []], ["/** Does.\n * @param img what is changed */", []], ["/** Does.\n * @param image what is changed */", []], ["/** Does.\n * @param b what */", ["UNKNOWN_DOC_PARAMETER"]],
  ])("of a first parameter that has to be renamed there are none about its name: %j", (doc, expected) => {
    const result = validateCode(sourceOf({ doc, parameters: "img", body: "return img;" }));
    expect(codesOf(result)).toEqual(["FIRST_PARAMETER"]);
    expect(warningsOf(result)).toEqual(expected);
  });

  it.each([
    ["of a function without documentation", { doc: "" }, ["UNDOCUMENTED"]],
    ["of a parameter without documentation", { parameters: "image, a = 1", body: "return image.add(a);" }, ["UNDOCUMENTED_PARAMETER"]],
    ["of documentation without a parameter", { doc: "/** Does.\n * @param b nothing */" }, ["UNKNOWN_DOC_PARAMETER"]],
    ["of a parameter that is not used", { doc: "/** Does.\n * @param a nothing */", parameters: "image, a = 1" }, ["UNUSED_PARAMETER"]],
    ["of an image that is not used", { body: "return 1;" }, ["UNUSED_PARAMETER"]],
    ["of outputs that are missing", { options: "{ specialOutputs: [\"a\", \"b\"] }", body: "return [image, 1];" }, ["MISSING_OUTPUT"]],
    ["of outputs that are not declared", { body: "return [image, 1, 2];" }, ["UNDECLARED_OUTPUT"]],
    ["of a range of what is no number", { doc: "/** Does.\n * @param a 0..5 */", parameters: "image, a = \"x\"", body: "return image.add(a);" }, ["RANGE_IGNORED"]],
    ["of nothing, where all is well", { doc: "/** Does.\n * @param a what */", parameters: "image, a = 1", body: "return [image.add(a), { a }];" }, []],
    ["of nothing, where what is returned is not certain", { options: "{ specialOutputs: [\"a\", \"b\"] }", body: "const f = () => [1]; return [image, ...f()];" }, []],
  ])("%s", (_, parts, expected) => {
    const result = validateCode(sourceOf(parts));
    expect(result.isValid).toBe(true);
    expect(warningsOf(result)).toEqual(expected);
  });
});

describe("what was read", () => {
  it("satisfies the core's definition", () => {
    const { functions } = analyze(sourceOf({
      options: "{ contract: \"pure2d\", specialOutputs: [\"counts\"], specialInputs: [\"mask\"] }",
      parameters: "image: NdArray, mask: NdArray, sigma: number | number[] = 2, mode: \"a\" | \"b\" = \"a\", size: 1 | 2 = 1, range: [number, number] = [0, 1], o: { p: number } = { p: 1 }, flag = true",
    }));
    const [f] = functions;
    expect(f).toBeDefined();
    if (f === undefined) return;
    const definition = defineFunction({
      name: f.name, documentation: f.documentation, inputs: { image: { type: "array" } }, parameters: f.parameters,
      outputs: { image: { type: "array", result: "image" }, ...f.specialOutputs }, main: "image", ...(f.contract === undefined ? {} : { contract: f.contract }),
      reference: () => { throw new Error("not run"); },
    });
    expect(Object.keys(definition.parameters)).toEqual(["mask", "sigma", "mode", "size", "range", "o", "flag"]);
  });
});
