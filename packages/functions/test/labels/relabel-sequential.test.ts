import { isOpenHcsError, NdArray } from "@openhcs/core";
import { relabelSequential } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const labels = NdArray.from([[0, 9, 5], [900, 5, 0]], "int32");

describe("relabelSequential", () => {
  it("numbers labels in ascending order from the offset on and leaves 0, as skimage.segmentation.relabel_sequential(labels, 3)", async () => {
    expect((await relabelSequential(labels, { offset: 3 }) as NdArray).toNested()).toEqual([[0, 4, 3], [5, 3, 0]]);
    expect((await relabelSequential(labels) as NdArray).toNested()).toEqual([[0, 2, 1], [3, 1, 0]]);
  });

  it("says how many labels there are and what became of each", () => {
    const context = { signal: new AbortController().signal, progress: () => {}, log: () => {}, run: () => Promise.reject(new Error("not here")) };
    const { count, mapping } = relabelSequential.reference({ labels }, { offset: 3 }, context) as { count: number; mapping: Record<string, Float64Array> };
    expect([count, [...(mapping["original"] as Float64Array)], [...(mapping["label"] as Float64Array)]]).toEqual([3, [5, 9, 900], [3, 4, 5]]);
  });

  it("goes beyond the dtype of the labels where it must", async () => {
    expect((await relabelSequential(NdArray.from([7, 0], "uint8"), { offset: 1000 }) as NdArray).toNested()).toEqual([1000, 0]);
  });

  it("takes empty images and those without objects", async () => {
    expect((await relabelSequential(NdArray.zeros([2, 0], "uint8")) as NdArray).shape).toEqual([2, 0]);
    expect((await relabelSequential(NdArray.zeros([2, 2], "uint64")) as NdArray).sum()).toBe(0);
  });

  it("refuses negative labels and an offset of 0", async () => {
    const refused = relabelSequential(NdArray.from([1, -2], "int16"));
    await expect(refused).rejects.toThrow(/"labels" must not be negative, received -2/);
    await expect(refused).rejects.toSatisfy((error) => isOpenHcsError(error, "INVALID_ARGUMENT"));
    await expect(relabelSequential(labels, { offset: 0 })).rejects.toThrow(/"offset"/);
  });
});
