import { NdArray, type Dtype, type Nested } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { compareResult } from "../../tools/golden/compare/compare-result.mjs";

const array = (values: Nested, dtype: Dtype = "float32") => NdArray.from(values, dtype);
const expecting = (out: NdArray) => ({ arrays: { out: { array: out } }, scalars: {} });
const giving = (outputs: Record<string, unknown>) => (name: string) => outputs[name];
/** What is wrong with one array under a tolerance. */
const verdict = (got: NdArray, expected: NdArray, tolerance: object) => compareResult(giving({ out: got }), expecting(expected), tolerance);

describe("exact", () => {
  const expected = array([[1, NaN], [Infinity, 4]]);
  it("accepts equal values, NaN for NaN and infinity for infinity", () => {
    expect(verdict(array([[1, NaN], [Infinity, 4]]), expected, { kind: "exact" })).toBeUndefined();
  });
  it("does not mind the dtype that holds the values", () => {
    expect(verdict(array([[1, 0]], "bool"), array([[1, 0]], "uint8"), { kind: "exact" })).toBeUndefined();
  });
  it.each([
    ["another value", [[1, NaN], [Infinity, 4.5]]], ["a number for NaN", [[1, 0], [Infinity, 4]]], ["NaN for a number", [[NaN, NaN], [Infinity, 4]]],
    ["the other infinity", [[1, NaN], [-Infinity, 4]]], ["another shape of the same values", [[1], [NaN], [Infinity], [4]]], ["an element less", [[1, NaN]]],
  ])("refuses %s", (_, values) => {
    expect(verdict(array(values), expected, { kind: "exact" })).toBeTypeOf("string");
  });
});

describe("allclose", () => {
  const tolerance = { kind: "allclose", rtol: 0.01, atol: 0.5 };
  const expected = array([100, 0, NaN], "float64");
  it("accepts up to atol + rtol · |expected|", () => expect(verdict(array([101.5, -0.5, NaN], "float64"), expected, tolerance)).toBeUndefined());
  it("refuses beyond it", () => expect(verdict(array([101.6, 0, NaN], "float64"), expected, tolerance)).toContain("101.6 instead of 100"));
  it("refuses NaN for a number and a number for NaN", () => {
    expect(verdict(array([NaN, 0, NaN], "float64"), expected, tolerance)).toBeTypeOf("string");
    expect(verdict(array([100, 0, 0], "float64"), expected, tolerance)).toBeTypeOf("string");
  });
  it("allows a fraction of mismatches only where it says so", () => {
    const got = array([200, 0, NaN], "float64");
    expect(verdict(got, expected, { ...tolerance, maxMismatchFraction: 0.34 })).toBeUndefined();
    expect(verdict(got, expected, { ...tolerance, maxMismatchFraction: 0.3 })).toBeTypeOf("string");
  });
});

describe("int", () => {
  const expected = array([10, 20, 30, 40], "uint8");
  const tolerance = { kind: "int", maxAbsDiff: 1, maxMismatchFraction: 0.25 };
  it("accepts few small differences", () => expect(verdict(array([10, 21, 30, 40], "uint8"), expected, tolerance)).toBeUndefined());
  it("refuses many small differences", () => expect(verdict(array([11, 21, 30, 40], "uint8"), expected, tolerance)).toContain("2 of 4"));
  it("refuses one large difference", () => expect(verdict(array([10, 22, 30, 40], "uint8"), expected, tolerance)).toContain("more than 1"));
});

describe("labels", () => {
  const expected = array([[1, 1, 0], [0, 2, 2]], "uint16");
  const renumbered = array([[2, 2, 0], [0, 1, 1]], "uint32");
  it("exact ones have the same numbers", () => {
    expect(verdict(expected, expected, { kind: "labels", mode: "exact" })).toBeUndefined();
    expect(verdict(renumbered, expected, { kind: "labels", mode: "exact" })).toBeTypeOf("string");
  });
  it("isomorphic ones may be numbered otherwise", () => expect(verdict(renumbered, expected, { kind: "labels", mode: "isomorphic" })).toBeUndefined());
  it.each([
    ["merged regions", [[1, 1, 0], [0, 1, 1]]], ["a split region", [[1, 3, 0], [0, 2, 2]]],
    ["a region that became background", [[0, 0, 0], [0, 2, 2]]], ["background that became a region", [[1, 1, 3], [3, 2, 2]]],
  ])("isomorphic ones may not have %s", (_, values) => {
    expect(verdict(array(values, "uint16"), expected, { kind: "labels", mode: "isomorphic" })).toBeTypeOf("string");
  });
  it("allow a fraction of pixels only where they say so", () => {
    const got = array([[1, 0, 0], [0, 2, 2]], "uint16");
    expect(verdict(got, expected, { kind: "labels", mode: "exact", maxMismatchFraction: 0.2 })).toBeUndefined();
    expect(verdict(got, expected, { kind: "labels", mode: "exact", maxMismatchFraction: 0.1 })).toBeTypeOf("string");
  });
});

describe("coords", () => {
  const expected = array([[1, 2], [3, 4]], "int32");
  it("accepts rows in any order", () => expect(verdict(array([[3, 4], [1, 2]], "int32"), expected, { kind: "coords" })).toBeUndefined());
  it("refuses another row", () => expect(verdict(array([[3, 4], [2, 1]], "int32"), expected, { kind: "coords" })).toContain("1 rows missing (1 2), 1 extra (2 1)"));
  it("refuses a row too many", () => expect(verdict(array([[3, 4], [1, 2], [5, 6]], "int32"), expected, { kind: "coords" })).toBeTypeOf("string"));
  it("allows a fraction of rows where it says so", () => {
    expect(verdict(array([[3, 4], [2, 1]], "int32"), expected, { kind: "coords", maxMismatchFraction: 0.5 })).toBeUndefined();
  });
});

describe("scalars", () => {
  const expected = { arrays: {}, scalars: { threshold: 10, count: 3, limits: [1, 2], error: 0.5 } };
  const tolerance = { kind: "scalars", scalars: { threshold: { atol: 0.1 }, count: { atol: 0 }, limits: { rtol: 1e-9 }, error: { informational: true } } };
  const good = { threshold: 10.05, count: 3, limits: [1, 2], error: 7 };
  it("accepts what is near, and anything where they only inform", () => expect(compareResult(giving(good), expected, tolerance)).toBeUndefined());
  it("takes a list of one for a single value", () => expect(compareResult(giving({ ...good, threshold: [10] }), expected, tolerance)).toBeUndefined());
  it.each([["a value too far", { threshold: 10.2 }], ["another count", { count: 4 }], ["a missing value", { count: undefined }], ["a list that is too short", { limits: [1] }], ["NaN", { threshold: NaN }]])("refuses %s", (_, altered) => {
    expect(compareResult(giving({ ...good, ...altered }), expected, tolerance)).toBeTypeOf("string");
  });
  it("are exact where no tolerance is given", () => {
    const counted = { ...expecting(array([1])), scalars: { count: 3 } };
    const under = (count: unknown) => compareResult(giving({ out: array([1]), count }), counted, { kind: "exact" });
    expect(under(3)).toBeUndefined();
    expect(under(4)).toBe("count is 4 instead of 3");
    expect(under(undefined)).toBe("count has 0 values instead of 1");
  });
  it("are compared inside another kind too", () => {
    const both = { ...expecting(array([1])), scalars: { low: 5 } };
    const inside = { kind: "exact", scalars: { low: { atol: 0 } } };
    expect(compareResult(giving({ out: array([1]), low: 5 }), both, inside)).toBeUndefined();
    expect(compareResult(giving({ out: array([1]), low: 6 }), both, inside)).toContain("low is 6");
  });
});

describe("table", () => {
  const expected = { arrays: {}, scalars: {}, table: { label: [1, 2], area: [10, NaN] } };
  const tolerance = { kind: "table", matchBy: "label", rtol: 0.01, atol: 0 };
  const under = (table: unknown) => compareResult(giving({ table }), expected, tolerance);
  it("accepts rows in any order and further columns", () => {
    expect(under({ label: Uint32Array.of(2, 1), area: Float64Array.of(NaN, 10.05), extra: [1, 2] })).toBeUndefined();
  });
  it.each([
    ["a value too far", { label: [1, 2], area: [10.2, NaN] }], ["a number for NaN", { label: [1, 2], area: [10, 0] }], ["a missing column", { label: [1, 2] }],
    ["a missing row", { label: [1], area: [10] }], ["another row", { label: [1, 3], area: [10, NaN] }], ["a row twice", { label: [1, 2, 2], area: [10, NaN, NaN] }], ["no table", undefined],
  ])("refuses %s", (_, table) => expect(under(table)).toBeTypeOf("string"));
});

describe("a result", () => {
  it("is refused where the peer throws", () => expect(verdict(array([1]), array([1]), { kind: "error" })).toContain("not refused"));
  it("is refused under a kind that is not known, instead of passed", () => expect(verdict(array([1]), array([1]), { kind: "vibes" })).toContain("unknown kind"));
  it("is refused without the array", () => expect(compareResult(giving({}), expecting(array([1])), { kind: "exact" })).toContain("no array out"));
  it("with a hash in place of a file is held against dtype, shape and bytes", () => {
    const sha256 = "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc";
    const hashed = { arrays: { out: { dtype: "uint8", shape: [3], sha256 } }, scalars: {} };
    const under = (got: NdArray) => compareResult(giving({ out: got }), hashed, { kind: "exact" });
    expect(under(array([0, 1, 2], "uint8"))).toBeUndefined();
    expect(under(array([0, 1, 3], "uint8"))).toContain("sha256");
    expect(under(array([[0, 1, 2]], "uint8"))).toContain("shape");
    expect(under(array([0, 1, 2], "int8"))).toContain("dtype");
  });
});
