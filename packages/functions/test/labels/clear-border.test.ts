import { NdArray } from "@openhcs/core";
import { clearBorder } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const labels = NdArray.from([[0, 0, 0, 0, 0, 0], [0, 5, 5, 0, 6, 6], [0, 0, 0, 5, 0, 0], [0, 7, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]], "int32");
const cleared = async (parameters: object) => (await clearBorder(labels, parameters) as NdArray).toNested();

describe("clearBorder", () => {
  it("removes what touches the border, as skimage.segmentation.clear_border", async () => {
    expect(await cleared({})).toEqual([[0, 0, 0, 0, 0, 0], [0, 5, 5, 0, 0, 0], [0, 0, 0, 5, 0, 0], [0, 7, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]);
    expect(await cleared({ bufferSize: 1 })).toEqual(Array.from({ length: 5 }, () => [0, 0, 0, 0, 0, 0]));
  });

  it("sets the background too where it reaches the border", async () => {
    expect(await cleared({ bgval: 9 })).toEqual([[9, 9, 9, 9, 9, 9], [9, 5, 5, 9, 9, 9], [9, 9, 9, 5, 9, 9], [9, 7, 9, 9, 9, 9], [9, 9, 9, 9, 9, 9]]);
  });

  it("removes what a mask leaves out instead", async () => {
    const mask = NdArray.full([5, 6], 1, "bool");
    mask.set([3, 1], 0);
    expect(await cleared({ mask })).toEqual([[0, 0, 0, 0, 0, 0], [0, 5, 5, 0, 6, 6], [0, 0, 0, 5, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]);
  });

  it("takes each part of a label for an object of its own, 64-bit ones too", async () => {
    expect((await clearBorder(NdArray.from([[0, 0, 0, 0, 0], [3, 0, 3, 0, 0], [0, 0, 0, 0, 0]], "uint64")) as NdArray).toNested()).toEqual([[0, 0, 0, 0, 0], [0, 0, 3, 0, 0], [0, 0, 0, 0, 0]]);
  });

  it("removes in a volume what touches any of its faces", async () => {
    const volume = NdArray.zeros([3, 3, 3], "uint8");
    volume.set([1, 1, 1], 4);
    expect((await clearBorder(volume) as NdArray).sum()).toBe(4);
    volume.set([0, 1, 1], 4);
    expect((await clearBorder(volume) as NdArray).sum()).toBe(0);
  });

  it("refuses a border as wide as the image, a mask of another shape, and what the dtype cannot hold", async () => {
    await expect(clearBorder(labels, { bufferSize: 5 })).rejects.toThrow(/larger than bufferSize 5/);
    await expect(clearBorder(labels, { mask: NdArray.zeros([5, 5]) })).rejects.toThrow(/one shape/);
    await expect(clearBorder(NdArray.zeros([3, 3], "uint8"), { bgval: 256 })).rejects.toThrow(/uint8 cannot hold the bgval 256/);
  });
});
