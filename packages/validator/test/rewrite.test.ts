import { analyze, removeFunction, renameFunction, ValidationError } from "@openhcs/validator";
import { describe, expect, it } from "vitest";

const source = `// Two filters.
import { ndarray, type NdArray } from "openhcs";

/** Shared. */
function helper(image: NdArray) { return image; }   // stays

/**
 * First.
 * @param a what
 */
export const first_one = ndarray({ contract: "pure2d" })(function first_one(image: NdArray, a = 1) {
  return helper(image).add(a);
}); // of first

/** Second. */
export const second = ndarray((image: NdArray) => helper(image)); // of second
// The end.
`;

const names = (code: string) => analyze(code).functions.map(({ name }) => name);

describe("removeFunction", () => {
  it("takes a declaration with its documentation, and nothing else", () => {
    const rest = removeFunction(source, "firstOne");
    expect(rest).toBe(source.replace(/\/\*\*\n \* First[^]*?\n\}\); /, ""));
    expect(names(rest)).toEqual(["second"]);
    expect(rest).toContain("// The end.");
  });

  it("knows a function by either spelling, and the last may go too", () => {
    const rest = removeFunction(removeFunction(source, "first_one"), "second");
    expect(rest).toContain("function helper");
    expect(rest).not.toContain("ndarray(");
  });

  it.each([
    ["const a = ndarray((image: any) => image), b = ndarray((image: any) => image);", "a", "const b = ndarray((image: any) => image);"],
    ["const a = ndarray((image: any) => image), b = ndarray((image: any) => image);", "b", "const a = ndarray((image: any) => image);"],
    ["const a = ndarray((image: any) => image);\nconst b = ndarray((image: any) => image);\nexport { a, b };", "a", "const b = ndarray((image: any) => image);\nexport { b };"],
    ["const a = ndarray((image: any) => image);\nconst b = ndarray((image: any) => image);\nexport { a, b };", "b", "const a = ndarray((image: any) => image);\nexport { a };"],
    ["const a = ndarray((image: any) => image);\nconst b = ndarray((image: any) => image);\nexport { a };\n", "a", "const b = ndarray((image: any) => image);\n"],
    ["const a = ndarray((image: any) => image);\nconst b = ndarray((image: any) => image);\nexport { b, a, a as c };", "a", "const b = ndarray((image: any) => image);\nexport { b };"],
    ["const a = ndarray((image: any) => image);\nconst b = ndarray((image: any) => image);\nexport { a as c, b, a, b as d, a as e, };", "a", "const b = ndarray((image: any) => image);\nexport { b, b as d, };"],
    ["const a = ndarray((image: any) => image);\nexport { a, a as c };\n", "a", ""],
    ["/** A. */\nconst a = ndarray((image: any) => image),\n  /** B. */\n  b = ndarray((image: any) => image);", "a", "const /** B. */\n  b = ndarray((image: any) => image);"],
    ["/** A. */\nconst a = ndarray((image: any) => image),\n  /** B. */\n  b = ndarray((image: any) => image);", "b", "/** A. */\nconst a = ndarray((image: any) => image);"],
    ["/** Both. */\nconst a = ndarray((image: any) => image),\n  b = ndarray((image: any) => image);", "a", "/** Both. */\nconst b = ndarray((image: any) => image);"],
    ["const a = ndarray((image: any) => image),\n  /** B. */ b = ndarray((image: any) => image),\n  /** C. */ c = 1;", "b", "const a = ndarray((image: any) => image),\n  /** C. */ c = 1;"],
    ["function g(image: any) {}\nndarray(g);\nconst b = ndarray((image: any) => image);", "g", "function g(image: any) {}\nconst b = ndarray((image: any) => image);"],
    ["const a = ndarray((image: any) => image);\r\nconst b = ndarray((image: any) => image);\r\n", "a", "const b = ndarray((image: any) => image);\r\n"],
  ])("from %j without %s", (code, name, expected) => {
    const head = "import { ndarray } from \"openhcs\";\n";
    expect(removeFunction(head + code, name)).toBe(head + expected);
  });

  it("each of several constants of a statement has the comment before it, or that of all", () => {
    const docs = (code: string) => analyze(`import { ndarray } from "openhcs";\n${code}`).functions.map(({ documentation }) => documentation);
    expect(docs("/** A. */\nconst a = ndarray((image: any) => image),\n  /** B. */\n  b = ndarray((image: any) => image), c = ndarray((image: any) => image);")).toEqual(["A.", "B.", "A."]);
    expect(docs("const /** A. */ a = ndarray((image: any) => image);")).toEqual(["A."]);
  });

  it("leaves a function that others call as a helper", () => {
    const code = "import { ndarray } from \"openhcs\";\n/** A. */\nexport const a = ndarray({ contract: \"pure2d\" })((image: any) => image);\nexport const b = ndarray((image: any) => a(image));\n";
    const rest = removeFunction(code, "a");
    expect(rest).toBe("import { ndarray } from \"openhcs\";\n/** A. */\nexport const a = ((image: any) => image);\nexport const b = ndarray((image: any) => a(image));\n");
    expect(names(rest)).toEqual(["b"]);
  });

  it("of what is not there is an error that names what is", () => {
    expect(() => removeFunction(source, "third")).toThrow("The source has no function 'third'; there are first_one, second.");
    expect(() => removeFunction("const a = ;", "a")).toThrow(ValidationError);
  });
});

describe("renameFunction", () => {
  it.each(["const N = \"a\"; const f = ndarray({ name: N })((image: any) => image);", "const \\u0061 = ndarray((image: any) => image);"])("throws rather than leaving the name as it was, or spoiling the source: %s", (code) => {
    expect(() => renameFunction(`import { ndarray } from "openhcs";\n${code}`, "a", "b")).toThrow(expect.objectContaining({ code: "VALIDATION", errors: [expect.objectContaining({ code: "NOT_REWRITTEN", line: 2 })] }));
  });

  it("changes the declaration, the inner name and every reference, and no other text", () => {
    const code = `${source}export const third = ndarray(function third(image: NdArray) { const first_one_b = { first_one, x: first_one.name }; return first_one(image); }); // first_one\nexport { first_one as alias };\ntype T = typeof first_one;\n`;
    const renamed = renameFunction(code, "firstOne", "gentle");
    expect(renamed).toBe(code
      .replace("const first_one = ", "const gentle = ").replace("function first_one", "function gentle").replace("{ first_one, x: first_one.name }", "{ first_one: gentle, x: gentle.name }")
      .replace("return first_one(", "return gentle(").replace("{ first_one as alias }", "{ gentle as alias }").replace("typeof first_one", "typeof gentle"));
    expect(names(renamed)).toEqual(["gentle", "second", "third"]);
  });

  it.each([
    ["const a = ndarray({ name: \"other\" })((image: any) => image);", "other", "const a = ndarray({ name: \"b\" })((image: any) => image);"],
    ["function a(image: any);\nfunction a(image: any) { return image; }\nconst c = ndarray(a);", "a", "function b(image: any);\nfunction b(image: any) { return image; }\nconst c = ndarray(b);"],
    ["const a = ndarray((image: any, a2 = 1) => { { const a = 1; a; } return a2; });", "a", "const b = ndarray((image: any, a2 = 1) => { { const a = 1; a; } return a2; });"],
    ["const f = ndarray({ name: \"a\\u0062\" })((image: any) => image);", "ab", "const f = ndarray({ name: \"b\" })((image: any) => image);"],
    ["const a = (image: any) => image;\nexport const c = ndarray(a);", "a", "const b = (image: any) => image;\nexport const c = ndarray(b);"],
  ])("in %j", (code, from, expected) => {
    const head = "import { ndarray } from \"openhcs\";\n";
    expect(renameFunction(head + code, from, "b")).toBe(head + expected);
  });

  it("its places are those that the analysis tells", () => {
    const [f] = analyze(source).functions;
    expect(f?.nameSpans.map(({ start, end }) => source.slice(start, end))).toEqual(["first_one", "first_one"]);
    expect(source.slice(f?.declaration.start, f?.declaration.end)).toMatch(/^\/\*\*\n \* First[^]*\}\);$/);
  });

  it.each([
    ["second", "NAME_TAKEN"], ["helper", "NAME_TAKEN"], ["image", "NAME_TAKEN"], ["ndarray", "NAME_TAKEN"], ["constructor", "FUNCTION_NAME"], ["../x", "FUNCTION_NAME"], ["a b", "FUNCTION_NAME"],
    ...["class", "delete", "await", "eval", "arguments", "undefined", "NaN", "let", "static"].map((word): [string, string] => [word, "FUNCTION_NAME"]),
  ])("to '%s' is refused", (to, code) => {
    expect(() => renameFunction(source, "firstOne", to)).toThrow(expect.objectContaining({ code: "VALIDATION", errors: [expect.objectContaining({ code })] }));
  });
});

describe("examples", () => {
  const documented = `import { ndarray, type NdArray } from "openhcs";

/**
 * Brightens first_one; @see first_one
 * @example
 * const spots = first_one(image, 1); // first_one_more stays
 * spots.first_one //=> 1
 * await run("openhcs:firstOne", image) //=> first_one(image)
 * @returns what first_one gives
 * @example first_one(image)
 */
export const first_one = ndarray(function first_one(image: NdArray) { return image; });

/** @example other(first_one(image)) //=> 2 */
export const other = ndarray(function other(image: NdArray) { return image; });
/* @example first_one */
`;

  it("are renamed with the function that they call, in the whole source", () => {
    expect(renameFunction(documented, "firstOne", "second_one")).toBe(`import { ndarray, type NdArray } from "openhcs";

/**
 * Brightens first_one; @see first_one
 * @example
 * const spots = second_one(image, 1); // first_one_more stays
 * spots.first_one //=> 1
 * await run("openhcs:secondOne", image) //=> second_one(image)
 * @returns what first_one gives
 * @example second_one(image)
 */
export const second_one = ndarray(function second_one(image: NdArray) { return image; });

/** @example other(second_one(image)) //=> 2 */
export const other = ndarray(function other(image: NdArray) { return image; });
/* @example first_one */
`);
  });

  it.each([
    ["declares a variable of the new name", "const spots = await first(image); spots.max() //=> 1", "const "],
    ["calls a library function of the new name", "await first(spots(image)) //=> image", "first("],
    ["uses it in what must come out", "await first(image) //=> spots", "//=> "],
  ])("are no examples any more where one %s: refused, with the place", (_, example, before) => {
    const code = `import { ndarray } from "openhcs";\n/** @example ${example} */\nexport const first = ndarray((image: any) => image);\n`;
    const column = code.split("\n")[1]?.indexOf(`${before}spots`) as number + before.length + 1;
    expect(() => renameFunction(code, "first", "spots")).toThrow(expect.objectContaining({ code: "VALIDATION", errors: [expect.objectContaining({ code: "NAME_TAKEN", line: 2, column, message: expect.stringContaining("Rename it in the example first") })] }));
    expect(renameFunction(code, "first", "other")).toContain("other(");
  });

  it.each(["(await first(image)).spots //=> 1", "await first(image) //=> { spots: 2 }", "await first(image); // finds spots, or \"spots\"", "other(\"spots\", first)", "const spots = 1"])("may say the new name otherwise: %s", (example) => {
    const code = `import { ndarray } from "openhcs";\n/** @example ${example} */\nexport const first = ndarray((image: any) => image);\n`;
    expect(names(renameFunction(code, "first", "spots"))).toEqual(["spots"]);
  });
});
