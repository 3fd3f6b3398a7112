import { NdArray } from "@openhcs/core";
import { pad } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused } from "./expect-values.js";

describe("pad", () => {
  /** np.pad([1, 2, 3, 4], (9, 2), mode=…), NumPy 1.24.2. */
  it.each([
    ["nearest", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4]], ["mirror", [4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2]],
    ["reflect", [1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 2, 3, 4, 4, 3]], ["wrap", [2, 3, 4, 1, 2, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2]],
  ] as const)("goes on in mode %s as NumPy does, beyond the extent too", async (mode, expected) => {
    expect((await pad(NdArray.from([1, 2, 3, 4], "int16"), { padWidth: [9, 2], mode }) as NdArray).toNested()).toEqual(expected);
  });

  it("takes one width for all sides, a pair for all axes, or a pair per axis", async () => {
    const image = NdArray.from([[1]], "uint8");
    expect((await pad(image, { padWidth: 1, cval: 7 }) as NdArray).toNested()).toEqual([[7, 7, 7], [7, 1, 7], [7, 7, 7]]);
    expect((await pad(image, { padWidth: [0, 1] }) as NdArray).toNested()).toEqual([[1, 0], [0, 0]]);
    expect((await pad(image, { padWidth: [[0, 0], [1, 2]], mode: "mirror" }) as NdArray).toNested()).toEqual([[1, 1, 1, 1]]);
  });

  it.each([
    ["uint8", 300.5, [255, 1]], ["int64", -3.7, [-3n, 1n]], ["uint64", -1, [0n, 1n]], ["uint64", 2 ** 64, [2n ** 64n - 1n, 1n]], ["int64", Infinity, [2n ** 63n - 1n, 1n]], ["bool", 3, [1, 1]], ["float16", 0.1, [0.0999755859375, 1]], ["float32", NaN, [NaN, 1]],
  ] as const)("pads %s with %d as the dtype holds it", async (dtype, cval, expected) => {
    const image = NdArray.from([1], "uint8").cast(dtype);
    const padded = await pad(image, { padWidth: [1, 0], cval }) as NdArray;
    expect([padded.dtype, padded.toNested()]).toEqual([dtype, expected]);
  });

  it("pads an axis without elements with the constant alone", async () => {
    expect((await pad(NdArray.zeros([0, 1]), { padWidth: [[1, 0], [1, 0]], cval: 2 }) as NdArray).toNested()).toEqual([[2, 2]]);
    await expectRefused(pad(NdArray.zeros([0, 1]), { padWidth: [[1, 0], [1, 0]], mode: "wrap" }), /axis 0/);
  });

  it.each([[-1, /from 0 on/], [1.5, /integers/], [[1, 2, 3], /one or two/], [[[1, 1], [1, 1], [1, 1]], /for each of 2 axes/], [2 ** 30, /elements/], ["a", /integers/]] as const)("refuses the padWidth %j", async (padWidth, message) => {
    await expectRefused(pad(NdArray.zeros([2, 2]), { padWidth }), message);
  });
});
