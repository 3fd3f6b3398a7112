import { describe, expect, it } from "vitest";
import { boundaryIndex, boundaryIndices, boundaryModes } from "../../dist/neighborhood/boundary.js";

describe("the border of a line a b c d", () => {
  const seen = (mode: (typeof boundaryModes)[number]) => Array.from(boundaryIndices(mode, 4, 6, 6), (index) => "abcd"[index] ?? "k").join("");

  it("continues as numpy.pad with 6 on either side, in its modes symmetric, reflect, edge and wrap", () => {
    expect(seen("reflect")).toBe("cddcba" + "abcd" + "dcbaab");
    expect(seen("mirror")).toBe("abcdcb" + "abcd" + "cbabcd");
    expect(seen("nearest")).toBe("aaaaaa" + "abcd" + "dddddd");
    expect(seen("wrap")).toBe("cdabcd" + "abcd" + "abcdab");
    expect(seen("constant")).toBe("kkkkkk" + "abcd" + "kkkkkk");
  });

  it("of one element reads that element however far out, but for constant", () => {
    for (const mode of boundaryModes) expect(boundaryIndex(mode, -1000, 1), mode).toBe(mode === "constant" ? -1 : 0);
  });
});
