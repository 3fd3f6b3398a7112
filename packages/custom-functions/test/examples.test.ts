import { expect, test } from "vitest";
import { inProcess, setting } from "./setting.js";

const documented = (examples: string) => `import { gaussian, ndarray, type NdArray } from "openhcs";

const scale = 2;

/**
 * Doubles.
${examples.split("\n").map((line) => ` * ${line}`).join("\n")}
 */
export const double = ndarray(function double(image: NdArray) {
  return image.multiply(scale);
});
`;

test("lines are held against the values that they end in", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented(`@example
const image = NdArray.from([[1, 2.5]]);
double(image) //=> [[2, 5]]
const mean = double(image).mean(); //=> 3.5
double(image).shape //=> [1, 2]
({ name: "x", list: [mean] }) //=> { name: "x", list: [3.5] }`));
  const report = await it.manager.test("double");
  expect(report).toMatchObject({ name: "double", passed: true, examples: [{ line: 7, passed: true, failures: [] }] });
});

test("what does not hold is told with its line, also more than one", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented(`@example
const image = NdArray.from([1, 2]);
double(image) //=> [2, 5]
double(image) //=> [2, 4]
double(image).dtype //=> "uint8"`));
  const { passed, examples: [example] } = await it.manager.test("double");
  expect(passed).toBe(false);
  expect(example?.failures).toEqual([{ line: 9, message: "gave [2,4], not [2,5]" }, { line: 11, message: 'gave "float64", not "uint8"' }]);
});

test("each example is run by itself, in fences or not, and one that throws is told with its line", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented(`@example
\`\`\`ts
assert(double(NdArray.from([1])).get(0) === 3, "is not tripled");
\`\`\`
@example
nothing.here();
@example double(NdArray.from([1])) //=> [2]`));
  const { examples } = await it.manager.test("double");
  expect(examples.map(({ line, passed }) => ({ line, passed }))).toEqual([{ line: 7, passed: false }, { line: 11, passed: false }, { line: 13, passed: true }]);
  expect(examples[0]?.failures).toMatchObject([{ line: 9, message: expect.stringContaining("is not tripled") }]);
  expect(examples[1]?.failures).toMatchObject([{ line: 12, message: expect.stringContaining("nothing is not defined") }]);
});

test("an example may use helpers of the file and the library", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented(`@example
scale //=> 2
const flat = await gaussian(NdArray.full([4, 4], 3), { sigma: 1 });
(await maximum(double(flat), { value: 7 })).min() //=> 7`));
  expect(await it.manager.test("double")).toMatchObject({ passed: true });
});

test("an example that cannot be parsed is told with its line", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented(`@example
double(NdArray.from([1])) //=> the double`));
  const { examples: [example] } = await it.manager.test("double");
  expect(example?.failures[0]).toMatchObject({ line: 8 });
});

const readable: readonly (readonly [what: string, example: string])[] = [
  ["a call over several lines", `double(
  NdArray.from([
    1,
  ]),
) //=> [2]`],
  ["a value on a line of its own", `double(NdArray.from([1]))
//=> [2]`],
  ["a pattern", `const [a] = [double(NdArray.from([1])).get(0), 5]; //=> [2, 5]
a //=> 2`],
  ["a declared type", "const r: number = double(NdArray.from([1])).get(0); //=> 2"],
  ["an arrow in a string", "'a //=> b' //=> 'a //=> b'"],
  ["a remark behind the value", `scale //=> 2 (the factor)
scale //=> 2 - of the file
scale //=> 2; // indeed`],
  ["a statement within others", `for (const value of [1, 2]) {
  double(NdArray.from([value])).get(0) //=> value * 2
  [1].map((one) => { one + value; //=> 1 + value
  });
}`],
  ["an assignment", `let later;
later = await gaussian(NdArray.full([4, 4], 3), { sigma: 1 }); //=> later`],
  ["lines that would be one without their values", `const mean = scale //=> 2
({ mean }) //=> { mean: 2 }
[mean] //=> [2]`],
];

for (const [what, example] of readable) {
  test(`an example may have ${what}, and what follows it is noticed all the same`, async () => {
    await using it = await setting(inProcess);
    await it.manager.registerFromCode(documented(`@example\n${example}\nscale //=> 3`));
    const { examples: [report] } = await it.manager.test("double");
    expect(report?.failures).toEqual([{ line: 8 + example.split("\n").length, message: "gave 2, not 3" }]);
  });
}

const unreadable: readonly (readonly [what: string, example: string, line: number, message: string])[] = [
  ["a value that is none", "double(NdArray.from([1])) //=> the double", 8, "what it should give cannot be read: the double"],
  ["a value behind half a statement", "double( //=> [2]\n  NdArray.from([1]))", 8, "//=> stands behind a whole statement."],
  ["a value behind nothing", "//=> [2]", 8, "//=> stands behind a whole statement."],
  ["a syntax error", "const = 1;\nlet let = 2;\ndouble(", 8, "Syntax error"],
];

for (const [what, example, line, message] of unreadable) {
  test(`an example with ${what} is one failure, with its line`, async () => {
    await using it = await setting(inProcess);
    await it.manager.registerFromCode(documented(`@example\n${example}`));
    const { passed, examples: [report] } = await it.manager.test("double");
    expect(passed).toBe(false);
    expect(report?.failures).toEqual([{ line, message: expect.stringContaining(message) }]);
  });
}

test("a function without an example has passed nothing", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(documented("@returns twice the image"));
  expect(await it.manager.test("double")).toEqual({ name: "double", passed: false, examples: [] });
});

for (const kind of ["image", "analysis", "multi-output", "per-channel"] as const) {
  test(`the examples of the template "${kind}" hold`, async () => {
    await using it = await setting(inProcess);
    const [fn] = await it.manager.registerFromCode(it.manager.template(kind));
    expect(await it.manager.test(fn?.name as string)).toMatchObject({ passed: true });
  });
}
