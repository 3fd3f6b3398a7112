import { NdArray } from "@openhcs/core";
import { shift } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, line } from "./expect-values.js";

/** scipy.ndimage.shift([1, 5, 2, 8, 3], 1.25, order=order, mode=mode, cval=10), SciPy 1.10.1. */
const bySciPy = [
  [1, "reflect", [2, 1, 4, 2.75, 6.5]],
  [1, "mirror", [4.25, 2, 4, 2.75, 6.5]],
  [1, "nearest", [1, 1, 4, 2.75, 6.5]],
  [1, "constant", [10, 10, 4, 2.75, 6.5]],
  [1, "grid-constant", [10, 3.25, 4, 2.75, 6.5]],
  [1, "wrap", [6.5, 4.25, 4, 2.75, 6.5]],
  [1, "grid-wrap", [4.25, 1.5, 4, 2.75, 6.5]],
  [3, "reflect", [2.265548, 0.197962, 4.692583, 2.141074, 6.930622]],
  [3, "mirror", [4.460938, 1.614955, 4.344866, 2.177455, 7.132812]],
  [3, "nearest", [1.138719, 0.482295, 4.619601, 2.148676, 6.973194]],
  [3, "constant", [10, 10, 4.344866, 2.177455, 7.132812]],
  [3, "grid-constant", [11.013697, 2.419957, 4.150225, 2.229141, 7.12071]],
  [3, "wrap", [7.132812, 3.791295, 4.344866, 2.177455, 7.132812]],
  [3, "grid-wrap", [4.791193, 0.545455, 4.605114, 2.174716, 6.883523]],
] as const;

describe("shift", () => {
  it.each(bySciPy)("moves by a spline of order %i in mode %s as SciPy does", async (order, mode, expected) => {
    await expectValues(shift(line, { shift: 1.25, order, mode, cval: 10 }), expected);
  });

  it.each([
    [2, [2.955882, 2.955882, 3.308824, 5.191176, 5.544118]], [4, [2.992382, 2.992382, 3.208305, 5.291695, 5.507618]], [5, [3.003433, 3.003433, 3.181362, 5.318638, 5.496567]],
  ] as const)("moves by half a pixel with order %i as scipy.ndimage.shift(line, 0.5, mode='mirror') does", async (order, expected) => {
    await expectValues(shift(line, { shift: 0.5, order, mode: "mirror" }), expected);
  });

  it("is cubic with a constant border unless told otherwise, and then exact for whole pixels", async () => {
    await expectValues(shift(line, { shift: 1 }), [0, 1, 5, 2, 8]);
  });

  it("rounds integers half away from zero and clamps them", async () => {
    const bytes = await shift(NdArray.from([0, 255, 100, 3], "uint8"), { shift: 0.5, order: 1, cval: 999 }) as NdArray;
    expect([bytes.dtype, bytes.toNested()]).toEqual(["uint8", [255, 128, 178, 52]]);
    expect((await shift(NdArray.from([0, -1, -2], "int16"), { shift: 0.5, order: 1, mode: "nearest" }) as NdArray).toNested()).toEqual([0, -1, -2]);
  });

  it("keeps labels and moves 32-bit integers exactly at order 0", async () => {
    expect((await shift(NdArray.from([4294967295, 7, 0], "uint32"), { shift: 1, order: 0 }) as NdArray).toNested()).toEqual([0, 4294967295, 7]);
  });

  it("spreads NaN to the pixel beside it even with weight 0, as SciPy does", async () => {
    expect((await shift(NdArray.from([1, 2, NaN, 4, 5], "float32"), { shift: 0, order: 1, mode: "nearest" }) as NdArray).toNested()).toEqual([1, NaN, NaN, 4, 5]);
  });

  it("gives an empty image back", async () => {
    expect((await shift(NdArray.zeros([0, 3]), { shift: 1 }) as NdArray).shape).toEqual([0, 3]);
  });

  it.each([[{ shift: [1, 2] }, /one per axis/], [{ shift: 1, order: 6 }, /order/], [{ shift: 1, mode: "edge" }, /mode/], [{}, /shift/]] as const)("refuses %o", async (parameters, message) => {
    await expectRefused(shift(line, parameters as never), message);
  });
});
