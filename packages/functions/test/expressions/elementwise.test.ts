import { NdArray } from "@openhcs/core";
import { elementwise } from "@openhcs/functions";
import { describe, expect, it, test } from "vitest";

const ramp = NdArray.from([-2, -1, 0, 0.5, 1, 2.5], "float32");
const values = async (expression: string, named: Record<string, number> = {}) => [...(await elementwise(expression)(ramp, named)).data];

test("an expression is a function of its images and numbers", async () => {
  const keep = elementwise("y = x > t ? x : 0");
  expect([...(await keep(ramp, { t: 0.5 })).data]).toEqual([0, 0, 0, 0, 1, 2.5]);
  const other = NdArray.from([1, 2, 3, 4, 5, 6], "uint8");
  const mixed = await elementwise("d = x - other; y = d * d * scale")(ramp, { other, scale: 2, outDtype: "uint16" });
  expect([mixed.dtype, ...mixed.data]).toEqual(["uint16", 18, 18, 18, 24, 32, 24]); // 24.5, half to even.
});

test("the same is said in parameters, for patterns and command lines", async () => {
  const result = await elementwise(ramp, { expression: "y = a + b * t", x2: ramp, names: ["a", "b"], values: { t: 3 } });
  expect([...result.data]).toEqual([...ramp.data].map((x) => Number(x) * 4));
});

describe("expressions mean what they mean in C", () => {
  it.each([
    ["1 + 2 * 3 - 4 / 8", 6.5], ["2 - 1 - 1", 0], ["-2 * -3", 6], ["(1 + 2) * 3", 9], ["-7 % 4", -3], ["7 % -4", 3], ["1e2 + .5", 100.5],
    ["1 < 2 == 2 > 1", 1], ["1 || 0 && 0", 1], ["!0 + !5", 1], ["nan ? 1 : 2", 1], ["0 ? 1 : 0 ? 2 : 3", 3], ["nan == nan", 0], ["nan != nan", 1],
    ["min(1, nan)", NaN], ["max(nan, 1)", NaN], ["max(1, 2) - min(1, 2)", 1], ["clip(7, 0, 5)", 5], ["round(2.5) + round(3.5)", 6], ["sign(-3) + sign(0)", -1],
    ["isnan(nan) + isfinite(inf)", 1], ["pow(1, nan)", 1], ["hypot(3, 4)", 5], ["trunc(-1.5) + floor(-1.5) + ceil(-1.5)", -4], ["cos(pi)", -1], ["1 / 0", Infinity], ["a = 2; b = a * a; y = b - a", 2],
  ])("%s is %d", async (expression, expected) => {
    expect((await values(expression)).map((value) => Object.is(value, -0) ? 0 : value)).toEqual(Array(6).fill(expected));
  });
});

describe("what cannot be read is refused with its place and what would be right", () => {
  it.each([
    ["y = x > ? 1", 9, 'a number, a name or "("', '"?"'], ["y = x +", 8, 'a number, a name or "("', "the end"], ["y = (x", 7, '")" or an operator', "the end"],
    ["y = x ^ 2", 7, "pow(a, b) for powers", '"^"'], ["y = z", 5, "one of x, t", '"z"'], ["y = sqr(x)", 5, "a function, one of abs, sqrt", '"sqr"'],
    ["y = pow(x)", 5, "2 operands of pow", "1"], ["y = x ? 1", 10, '":" and what is taken otherwise', "the end"], ["q = x", 1, "the last assignment to be to y", '"q"'], ["x = 2; y = x", 1, "a new name", '"x"'],
    ["x; y = x", 2, 'an assignment before ";"', '";"'], ["y = x.constructor", 6, "a number, a name or an operator", '"."'], ["y = x x", 7, 'an operator, ";" or the end', '"x"'],
    ["y = constructor", 5, "one of x, t", '"constructor"'], ["y = `x`", 5, "a number", '"`"'], ["y = 1e999", 5, "a number that a double holds", '"1e999"'], ["", 1, "a number", "the end"],
  ])("%j", async (expression, position, expected, found) => {
    const error = await values(expression, { t: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "EXPRESSION", position, expected: expect.stringContaining(expected) as string, message: expect.stringContaining(`found ${found} at position ${position}`) as string });
  });

  it("with a mark under it, in the line where it is", async () => {
    await expect(values("a = x;\ny = a +* 2")).rejects.toThrow("at line 2, column 8 of the expression.\n  y = a +* 2\n         ^");
    const error = await values("a = x;\n\n\n\n\n\n  y = a * z").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ line: 7, column: 11, position: 23, message: expect.stringContaining('found "z" at line 7, column 11 of the expression.\n    y = a * z\n            ^') as string });
  });

  it("also where it is too deep or too long to be read", async () => {
    await expect(values("(".repeat(3000))).rejects.toMatchObject({ code: "EXPRESSION", expected: expect.stringContaining("at most 100 levels") as string });
    await expect(values(`x${" + x".repeat(2000)}`)).rejects.toMatchObject({ code: "EXPRESSION", expected: "at most 4000 characters" });
    expect(await values(`x${" + x".repeat(900)}`)).toEqual([...ramp.data].map((x) => Math.fround(Number(x) * 901)));
  });
});

test.each([
  [{ expression: "x", x3: ramp }, "lack x2"], [{ expression: "x", x2: NdArray.zeros([2]) }, "have shapes [6] and [2]"], [{ expression: "x", values: { t: "1" } }, 'have in values "t"'],
  [{ expression: "x", values: { x: 1 } }, 'have the name "x"'], [{ expression: "x", values: { "a b": 1 } }, 'have the name "a b"'], [{ expression: "x", names: ["a", "b"] }, "have 2 names for 1 image"],
])("arguments that contradict each other are refused: %j", async (parameters, message) => {
  await expect(elementwise(ramp, parameters as never)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) as string });
});
