import { NdArray } from "@openhcs/core";
import { histogram } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const outputs = async (image: NdArray, parameters: object = {}) => {
  const { counts, edges, firstEdge, lastEdge } = await nativeOutputs<{ counts: NdArray; edges: NdArray; firstEdge: number; lastEdge: number }>("histogram", image, parameters);
  const listed = edges.toNested() as number[];
  expect([listed.at(0), listed.at(-1)]).toEqual([firstEdge, lastEdge]);
  return { counts: counts.toNested(), edges: listed, dtype: edges.dtype };
};

describe("histogram", () => {
  it("gives lower edges to their bins and both to the last", async () => {
    expect(await outputs(NdArray.from([0, 1, 1.5, 2, 3, 4], "float64"), { bins: 4 })).toEqual({ counts: [1, 2, 1, 2], edges: [0, 1, 2, 3, 4], dtype: "float64" });
  });

  it("does not count what lies outside of the range, nor NaN", async () => {
    expect((await outputs(NdArray.from([-1, 0, 5, 10, 11, NaN, Infinity], "float64"), { bins: 2, range: [0, 10] })).counts).toEqual([1, 2]);
  });

  it("has edges in single precision for float32 images", async () => {
    // np.histogram(x, bins=1, range=[0.1, 0.9])[1] of float32 values.
    expect(await outputs(NdArray.from([0.1, 0.9], "float32"), { bins: 1, range: [0.1, 0.9] })).toEqual({ counts: [2], edges: [0.10000000149011612, 0.8999999761581421], dtype: "float32" });
  });

  it("widens a range without extent by half a unit to either side", async () => {
    expect(await outputs(NdArray.full([4], 7, "uint8"), { bins: 2 })).toMatchObject({ counts: [0, 4], edges: [6.5, 7, 7.5] });
    expect(await outputs(NdArray.full([4], 7, "uint8"), { bins: 1, range: [3, 3] })).toMatchObject({ counts: [0], edges: [2.5, 3.5] });
  });

  it("of an empty image is empty, from 0 to 1", async () => {
    expect(await outputs(NdArray.zeros([0, 3]), { bins: 2 })).toMatchObject({ counts: [0, 0], edges: [0, 0.5, 1] });
  });

  it("gives the counts when called", async () => {
    expect((await histogram(NdArray.from([1, 2, 2], "uint8"), { bins: 2 }) as NdArray).toNested()).toEqual([1, 2]);
  });

  it("refuses ranges that end before they begin, and NaN without a range", async () => {
    await expect(histogram(NdArray.zeros([2]), { range: [2, 1] })).rejects.toThrow("first value is at most the last");
    await expect(histogram(NdArray.zeros([2]), { range: [2] })).rejects.toThrow("exactly 2 items");
    await expect(histogram(NdArray.from([1, NaN]))).rejects.toThrow('"range" must be given');
  });
});
