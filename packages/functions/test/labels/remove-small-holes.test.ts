import { NdArray, type Nested } from "@openhcs/core";
import { removeSmallHoles } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const rings = NdArray.from([[0, 1, 1, 1, 0], [1, 0, 0, 1, 0], [1, 1, 1, 0, 1], [0, 1, 0, 1, 1], [0, 0, 1, 1, 0]] as Nested, "bool");
const rows = async (result: unknown) => (((await result) as NdArray).toNested() as number[][]).map((row) => row.join(""));

describe("removeSmallHoles", () => {
  it("fills background of fewer pixels than areaThreshold, at the border too", async () => {
    // skimage.morphology.remove_small_holes 0.19 with area_threshold=3 and connectivity 1, 2
    expect(await rows(removeSmallHoles(rings, { areaThreshold: 3 }))).toEqual(["11111", "11111", "11111", "01111", "00111"]);
    expect(await rows(removeSmallHoles(rings, { areaThreshold: 3, connectivity: 2 }))).toEqual(["01110", "10010", "11101", "01011", "00111"]);
  });

  it("fills nothing below a threshold of 1, and an image that is smaller than the threshold wholly", async () => {
    expect(((await removeSmallHoles(rings, { areaThreshold: 0 })) as NdArray).sum()).toBe(14);
    expect(((await removeSmallHoles(NdArray.zeros([3, 4], "uint8"))) as NdArray).sum()).toBe(12);
    expect(((await removeSmallHoles(NdArray.zeros([9, 9], "uint8"))) as NdArray).sum()).toBe(0);
  });

  it("takes everything that is not zero for foreground, and gives a mask", async () => {
    const filled = (await removeSmallHoles(NdArray.from([7, 0, NaN, 0.5], "float32"), { areaThreshold: 2 })) as NdArray;
    expect([filled.dtype, filled.toNested()]).toEqual(["bool", [1, 1, 1, 1]]);
  });

  it("refuses a negative threshold and a connectivity above the rank", async () => {
    await expect(removeSmallHoles(rings, { areaThreshold: -1 })).rejects.toThrow(/"areaThreshold"/);
    await expect(removeSmallHoles(rings, { connectivity: 3 })).rejects.toThrow(/connectivity 1 to 2, not 3/);
  });
});
