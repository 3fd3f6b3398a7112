import { NdArray } from "@openhcs/core";
import { blockReduce, spatialBin2d, spatialBin3d } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, plane } from "./expect-values.js";

describe("blockReduce", () => {
  /** skimage.measure.block_reduce(plane as float64, (2, 3), func, cval=1), scikit-image 0.19.3. */
  it.each([
    ["sum", [[27, 16], [19, 16]]], ["mean", [[4.5, 2.666667], [3.166667, 2.666667]]], ["max", [[9, 8], [10, 11]]], ["min", [[1, 1], [0, 1]]], ["median", [[4, 1], [1, 1]]],
    ["std", [[2.813657, 2.624669], [3.624761, 3.72678]]], ["var", [[7.916667, 6.888889], [13.138889, 13.888889]]],
  ] as const)("takes the %s of blocks, padded at their ends", async (method, expected) => {
    await expectValues(blockReduce(plane, { blockSize: [2, 3], method, cval: 1 }), expected);
  });

  it("pads as the dtype holds cval, but for sums and means", async () => {
    const bytes = NdArray.from([200], "uint8");
    await expectValues(blockReduce(bytes, { method: "max", cval: 999 }), [255]);
    await expectValues(blockReduce(bytes, { method: "mean", cval: 10 }), [105]);
  });

  it("makes one value of an image smaller than a block, none of an empty one, and NaN of a block with NaN", async () => {
    await expectValues(blockReduce(NdArray.from([[1, 2]], "float32"), { blockSize: 9 }), [[3]]);
    expect((await blockReduce(NdArray.zeros([0, 3])) as NdArray).shape).toEqual([0, 2]);
    await expectValues(blockReduce(NdArray.from([1, NaN, 3, 4], "float32"), { method: "max" }), [NaN, 4]);
  });

  it.each([[{ blockSize: 0 }, /blockSize/], [{ blockSize: 1 << 16 }, /elements/], [{ blockSize: [1] }, /list of 2/], [{ method: "prod" }, /method/]] as const)("refuses %o", async (parameters, message) => {
    await expectRefused(blockReduce(plane, parameters as never), message);
  });
});

describe("spatial binning", () => {
  const stack = NdArray.from([[[1, 2, 99], [4, 4, 99]], [[9, 9, 99], [9, 250, 99]], [[7, 7, 7], [7, 7, 7]]], "uint8");

  it("drops what does not fill a bin and truncates means", async () => {
    expect((await spatialBin2d(stack) as NdArray).toNested()).toEqual([[[2]], [[69]], [[7]]]);
    expect((await spatialBin3d(stack) as NdArray).toNested()).toEqual([[[36]]]);
  });

  it("wraps sums in the image's dtype and takes maxima and minima", async () => {
    expect((await spatialBin2d(stack, { method: "sum" }) as NdArray).toNested()).toEqual([[[11]], [[277 - 256]], [[28]]]);
    expect((await spatialBin3d(stack, { method: "max" }) as NdArray).toNested()).toEqual([[[250]]]);
    expect((await spatialBin3d(stack, { method: "min", binSize: 1 }) as NdArray).toNested()).toEqual(stack.toNested());
  });

  it("refuses bins that do not fit the image", async () => {
    await expectRefused(spatialBin3d(stack, { binSize: 3 }), /3 is more than the 2 pixels of axis 1/);
    await expectRefused(spatialBin2d(stack, { binSize: 4 }), /4 is more than the 2 pixels of axis 1/);
    expect((await spatialBin2d(stack.slice([0, 1]), { binSize: 2 }) as NdArray).shape).toEqual([1, 1, 1]);
  });

  it("refuses planes and bins of nothing", async () => {
    await expectRefused(spatialBin2d(plane), /3 axes/);
    await expectRefused(spatialBin3d(stack, { binSize: 0 }), /binSize/);
  });
});
