import { describe, expect, it } from "vitest";
import { NdArray, type Tolerance } from "@openhcs/core";
import { compareOutputs, relaxed } from "@openhcs/conformance";

const exact: Tolerance = { kind: "exact" };
const close: Tolerance = { kind: "allclose", rtol: 0.1, atol: 0.5 };
const floats = (...values: readonly number[]) => NdArray.from(values, "float64");
const labels = (...values: readonly number[]) => NdArray.from(values, "uint32");

describe("comparing outputs", () => {
  it("takes |got − expected| ≤ atol + rtol · |expected|", () => {
    expect(compareOutputs(floats(11.5, -0.5, 0), floats(10, 0, 0.5), close)).toBe(true);
    expect(compareOutputs(floats(11.6), floats(10), close)).toBe("is 11.6 instead of 10 at element 0 (allclose rtol 0.1 atol 0.5)");
  });

  it("takes NaN for NaN, and infinities for themselves alone", () => {
    expect(compareOutputs(floats(NaN, Infinity, -Infinity), floats(NaN, Infinity, -Infinity), close)).toBe(true);
    expect(compareOutputs(floats(1), floats(NaN), close)).toMatch(/1 instead of NaN/);
    expect(compareOutputs(floats(NaN), floats(1), close)).toMatch(/NaN instead of 1/);
    expect(compareOutputs(floats(1e300), floats(Infinity), close)).toMatch(/instead of Infinity/);
    expect(compareOutputs(floats(-Infinity), floats(Infinity), close)).toMatch(/-Infinity instead of Infinity/);
  });

  it("compares 64-bit integers exactly where they must be exact", () => {
    const [a, b] = [NdArray.from([2n ** 62n]), NdArray.from([2n ** 62n + 1n])];
    expect(compareOutputs(a, a, exact)).toBe(true);
    expect(compareOutputs(b, a, exact)).toMatch(/4611686018427387905 instead of 4611686018427387904/);
  });

  it("allows integers to differ by so much, and in so many elements", () => {
    const integer: Tolerance = { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.5 };
    expect(compareOutputs(labels(1, 3, 3, 5), labels(1, 2, 3, 4), integer)).toBe(true);
    expect(compareOutputs(labels(1, 4, 3, 4), labels(1, 2, 3, 4), integer)).toMatch(/4 instead of 2 at element 1/);
    expect(compareOutputs(labels(2, 3, 4, 4), labels(1, 2, 3, 4), integer)).toMatch(/more than 2 of 4/);
  });

  it("takes another numbering of the same regions, but not another partition", () => {
    const partition: Tolerance = { kind: "labels" };
    expect(compareOutputs(labels(0, 7, 7, 3), labels(0, 1, 1, 2), partition)).toBe(true);
    expect(compareOutputs(labels(0, 7, 7, 7), labels(0, 1, 1, 2), partition)).toMatch(/label 7 at element 3/);
    expect(compareOutputs(labels(0, 7, 8, 3), labels(0, 1, 1, 2), partition)).toMatch(/label 8 at element 2/);
    expect(compareOutputs(labels(5, 7, 7, 3), labels(0, 1, 1, 2), partition)).toMatch(/label 5 at element 0/);
  });

  it("tells another dtype or shape", () => {
    expect(compareOutputs(floats(1), labels(1), exact)).toBe("has dtype float64, not uint32");
    expect(compareOutputs(floats(1, 2), floats(1), exact)).toBe("has shape [2], not [1]");
    expect(compareOutputs(3, floats(1), exact)).toBe("is no array but 3");
  });

  it("compares tables column by column", () => {
    const table = { label: new Uint32Array([1, 2]), area: [4, 5], name: ["a", "b"] };
    expect(compareOutputs({ ...table, area: new Float64Array([4.2, 5]) }, table, close)).toBe(true);
    expect(compareOutputs({ ...table, area: [4, 7] }, table, close)).toMatch(/column "area": is 7 instead of 5/);
    expect(compareOutputs({ ...table, name: ["a", "c"] }, table, close)).toMatch(/column "name": differs/);
    expect(compareOutputs({ label: table.label }, table, close)).toMatch(/no column "area"/);
    expect(compareOutputs({ ...table, area: [4] }, table, close)).toMatch(/1 rows, not 2/);
    expect(compareOutputs(1, table, close)).toMatch(/no table/);
  });

  it("compares numbers by the tolerance, and anything else as it is written", () => {
    expect(compareOutputs(10.9, 10, close)).toBe(true);
    expect(compareOutputs(10.9, 10, exact)).toMatch(/10.9 instead of 10/);
    expect(compareOutputs("otsu", 10, exact)).toMatch(/no number/);
    expect(compareOutputs("otsu", "otsu", exact)).toBe(true);
    expect(compareOutputs("otsu", "li", exact)).toBe("is \"otsu\", not \"li\"");
  });

  it("is a hundred times looser for sums in float32, except where it must be exact", () => {
    expect(relaxed({ kind: "allclose", rtol: 0.25, atol: 0.5 })).toEqual({ kind: "allclose", rtol: 25, atol: 50 });
    expect(relaxed({ kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 })).toEqual({ kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 1 });
    expect(relaxed(exact)).toBe(exact);
  });
});
