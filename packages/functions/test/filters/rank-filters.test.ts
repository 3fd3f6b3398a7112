import { NdArray, type Nested } from "@openhcs/core";
import { maximumFilter, minimumFilter, percentileFilter, rankFilter } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const image = NdArray.from([[5, 1, 7, 2], [9, 3, 3, 8], [4, 6, 0, 5]] as Nested, "uint8");
const line = NdArray.from([1, 2, 3], "uint8");
const footprint = { shape: "custom", data: [[1, 0, 1], [0, 1, 1]] };
const nested = async (result: unknown) => ((await result) as NdArray).toNested();

// Expected values are those of scipy.ndimage 1.10 for the same arguments.
describe("minimumFilter and maximumFilter", () => {
  it("have the centre of an even box right of the middle", async () => {
    expect(await nested(minimumFilter(image, { size: 2 }))).toEqual([[5, 1, 1, 2], [5, 1, 1, 2], [4, 3, 0, 0]]);
    expect(await nested(maximumFilter(image, { size: 2 }))).toEqual([[5, 5, 7, 7], [9, 9, 7, 8], [9, 9, 6, 8]]);
  });

  it("take the footprint as it stands, both of them", async () => {
    expect(await nested(minimumFilter(image, { footprint, mode: "nearest" }))).toEqual([[1, 1, 1, 2], [1, 3, 1, 2], [3, 0, 0, 3]]);
    expect(await nested(maximumFilter(image, { footprint, mode: "wrap" }))).toEqual([[6, 7, 7, 5], [9, 7, 8, 9], [8, 9, 8, 9]]);
  });

  it("read cval as it is, and store it modulo 2ⁿ", async () => {
    expect(await nested(maximumFilter(line, { mode: "constant", cval: 300.7 }))).toEqual([44, 3, 44]);
    expect(await nested(minimumFilter(line, { mode: "constant", cval: -1 }))).toEqual([255, 1, 255]);
  });

  it("spread NaN and take infinities like other values", async () => {
    const floats = NdArray.from([1, Infinity, 3, 4, 5, NaN], "float32");
    expect(await nested(maximumFilter(floats))).toEqual([Infinity, Infinity, Infinity, 5, NaN, NaN]);
    expect(await nested(minimumFilter(floats))).toEqual([1, 1, 3, 3, NaN, NaN]);
  });

  it("keep the image's dtype, and act plane by plane with a footprint of planes", async () => {
    const stack = NdArray.zeros([2, 3, 3], "uint16");
    stack.set([0, 1, 1], 900);
    const grown = (await maximumFilter(stack, { footprint: { shape: "square", size: 3 } })) as NdArray;
    expect([grown.dtype, grown.sum()]).toEqual(["uint16", 8100]);
  });

  it.each([[[4, 4], { size: 0 }, /size/], [[4, 4], { size: [3] }, /size/], [[400, 400, 400], { size: 300 }, /at most 16777216/], [[4], { footprint: { shape: "disk", radius: 1 } }, /2 axes/]] as const)(
    "refuse an image of shape %j with %o", async (shape, parameters, message) => {
      await expect(minimumFilter(NdArray.zeros(shape, "uint8"), parameters as object)).rejects.toThrow(message);
      await expect(maximumFilter(NdArray.zeros(shape, "uint8"), parameters as object)).rejects.toThrow(message);
    },
  );
});

describe("percentileFilter", () => {
  it("takes the value of index ⌊n · percentile / 100⌋, from the top for negative ones", async () => {
    expect(await nested(percentileFilter(image, { percentile: 25 }))).toEqual([[3, 3, 2, 2], [4, 3, 2, 2], [4, 3, 3, 3]]);
    expect(await nested(percentileFilter(image, { percentile: -20, footprint, mode: "mirror" }))).toEqual([[5, 9, 8, 7], [9, 7, 8, 8], [6, 9, 8, 5]]);
    expect(await nested(percentileFilter(image, { percentile: 90, size: [2, 3] }))).toEqual([[5, 7, 7, 7], [9, 9, 8, 8], [9, 9, 8, 8]]);
  });

  it("of 0 and 100 is the smallest and the largest neighbour", async () => {
    expect(await nested(percentileFilter(image, { percentile: 0 }))).toEqual(await nested(minimumFilter(image)));
    expect(await nested(percentileFilter(image, { percentile: 100 }))).toEqual(await nested(maximumFilter(image)));
    expect(await nested(percentileFilter(image, { percentile: -100 }))).toEqual(await nested(minimumFilter(image)));
  });

  it("reads cval as it is beyond the range of the dtype", async () => {
    expect(await nested(percentileFilter(line, { percentile: 40, mode: "constant", cval: 999.5 }))).toEqual([2, 2, 3]);
  });

  it("sorts NaN after infinity", async () => {
    expect(await nested(percentileFilter(NdArray.from([NaN, 1, Infinity, 2], "float32"), { percentile: 50, mode: "nearest" }))).toEqual([NaN, Infinity, 2, 2]);
  });

  it.each([101, -101, NaN])("refuses the percentile %d", async (percentile) => {
    await expect(percentileFilter(image, { percentile })).rejects.toThrow(/"percentile" must be a number in \[-100, 100\]/);
  });
});

describe("rankFilter", () => {
  it("counts from the bottom, negative ranks from the top", async () => {
    expect(await nested(rankFilter(image, { rank: -2 }))).toEqual([[9, 7, 7, 8], [9, 7, 7, 8], [9, 6, 6, 8]]);
    expect(await nested(rankFilter(image, { rank: 3, size: 2, mode: "wrap" }))).toEqual([[5, 6, 7, 7], [9, 9, 7, 8], [9, 9, 6, 8]]);
  });

  it.each([9, -10])("refuses rank %d in a window of 9 pixels", async (rank) => {
    await expect(rankFilter(image, { rank })).rejects.toThrow(/rank of -9 to 8 in a window of 9 pixels/);
  });
});
