import { NdArray } from "@openhcs/core";
import { expandLabels } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const labels = NdArray.from([[0, 1, 0, 0], [2, 0, 0, 0], [0, 3, 0, 0]], "uint16");

describe("expandLabels", () => {
  it("grows objects by the distance, and gives equally near pixels to the one that skimage.segmentation.expand_labels takes", async () => {
    expect((await expandLabels(labels) as NdArray).toNested()).toEqual([[2, 1, 1, 0], [2, 2, 0, 0], [2, 3, 3, 0]]);
    expect((await expandLabels(labels, { distance: 2 }) as NdArray).toNested()).toEqual([[2, 1, 1, 1], [2, 2, 1, 0], [2, 3, 3, 3]]);
  });

  it("measures in units of spacing", async () => {
    expect((await expandLabels(NdArray.from([[0, 0, 0], [0, 8, 0], [0, 0, 0]], "uint8"), { distance: 2, spacing: [3, 2] }) as NdArray).toNested()).toEqual([[0, 0, 0], [8, 8, 8], [0, 0, 0]]);
  });

  it("changes nothing at distance 0, and leaves an image without objects empty", async () => {
    expect((await expandLabels(labels, { distance: 0 }) as NdArray).toNested()).toEqual(labels.toNested());
    expect((await expandLabels(NdArray.zeros([3, 4], "int64"), { distance: 9 }) as NdArray).sum()).toBe(0);
  });

  it("keeps large 64-bit labels as far as the result's dtype holds them", async () => {
    expect((await expandLabels(NdArray.from([0n, 4_000_000_000n, 0n, 0n], "uint64")) as NdArray).toNested()).toEqual([4_000_000_000, 4_000_000_000, 4_000_000_000, 0]);
  });

  it("refuses a negative distance and floats", async () => {
    await expect(expandLabels(labels, { distance: -1 })).rejects.toThrow(/"distance"/);
    await expect(expandLabels(NdArray.zeros([3], "float32"))).rejects.toThrow(/float32/);
  });
});
