import { NdArray } from "@openhcs/core";
import { removeSmallLabels, removeSmallObjects } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

describe("removeSmallObjects", () => {
  const mask = NdArray.from([[0, 0, 0, 1, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 1]], "bool");

  it("keeps components of at least minSize pixels", async () => {
    const kept = await removeSmallObjects(mask, { minSize: 6 }) as NdArray;
    expect([kept.dtype, kept.toNested()]).toEqual(["bool", [[0, 0, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0]]]);
  });

  it("counts corners as connecting where asked", async () => {
    const kept = await removeSmallObjects(mask, { minSize: 7, connectivity: 2 }) as NdArray;
    expect(kept.toNested()).toEqual([[0, 0, 0, 1, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0]]);
  });

  it("takes everything that is not zero for foreground", async () => {
    expect((await removeSmallObjects(NdArray.from([[7, 9, 0, 3]], "uint8"), { minSize: 2 }) as NdArray).toNested()).toEqual([[1, 1, 0, 0]]);
  });

  it("leaves an empty mask empty", async () => {
    expect((await removeSmallObjects(NdArray.zeros([2, 3], "bool")) as NdArray).sum()).toBe(0);
  });

  it("refuses a fractional or negative size", async () => {
    await expect(removeSmallObjects(mask, { minSize: 2.5 })).rejects.toThrow(/"minSize" must be an integer in \[0, ∞\), received 2\.5/);
    await expect(removeSmallObjects(mask, { minSize: -1 })).rejects.toThrow(/"minSize"/);
  });
});

describe("removeSmallLabels", () => {
  it("removes labels by their pixels, connected or not", async () => {
    const kept = await removeSmallLabels(NdArray.from([[1, 0, 1, 2], [3, 3, 3, 1]], "uint16"), { minSize: 3 }) as NdArray;
    expect([kept.dtype, kept.toNested()]).toEqual(["uint32", [[1, 0, 1, 0], [3, 3, 3, 1]]]);
  });

  it("takes 64-bit labels and empty images", async () => {
    expect((await removeSmallLabels(NdArray.from([5n, 5n, 6n], "int64"), { minSize: 2 }) as NdArray).toNested()).toEqual([5, 5, 0]);
    expect((await removeSmallLabels(NdArray.zeros([0], "int32")) as NdArray).shape).toEqual([0]);
  });

  it("refuses floats, which are no labels", async () => {
    await expect(removeSmallLabels(NdArray.zeros([2], "float32"))).rejects.toThrow(/"labels" must be of dtype/);
  });
});
