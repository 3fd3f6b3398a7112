import { csvOf } from "@openhcs/io";
import { describe, expect, it } from "vitest";

describe("CSV", () => {
  it("has a line of names and a line per row", () => {
    expect(csvOf({ label: new Float64Array([1, 2]), well: ["A01", "A02"] })).toBe("label,well\n1,A01\n2,A02\n");
  });

  it("quotes what holds commas, quotes or line ends", () => {
    expect(csvOf({ "a,b": ["x\"y", "1\n2"] })).toBe("\"a,b\"\n\"x\"\"y\"\n\"1\n2\"\n");
  });

  it("writes float32 in as many digits as it holds, and nothing for NaN", () => {
    expect(csvOf({ v: new Float32Array([0.1, 1 / 3, NaN, 16777216]) })).toBe("v\n0.1\n0.33333334\n\n16777216\n");
    expect(csvOf({ v: new Float64Array([0.1, 1 / 3]) })).toBe("v\n0.1\n0.3333333333333333\n");
  });

  it("of no rows has only names", () => {
    expect(csvOf({ v: new Float64Array(0) })).toBe("v\n");
  });
});
