import { isOpenHcsError, NdArray } from "@openhcs/core";
import { segmentNuclei, splitTouchingObjects } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const context = { signal: new AbortController().signal, progress: () => {}, log: () => {}, run: () => Promise.reject(new Error("not here")) };

type Disk = readonly [y: number, x: number, radius: number];

function disks(height: number, width: number, places: readonly Disk[], dtype: "uint8" | "bool" = "uint8"): NdArray {
  const image = NdArray.zeros([height, width], dtype);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (places.some(([cy, cx, r]) => Math.hypot(y - cy, x - cx) <= r)) image.set([y, x], dtype === "bool" ? 1 : 200);
  return image;
}

describe("segmentNuclei", () => {
  const image = disks(40, 60, [[10, 12, 7], [26, 42, 9], [34, 6, 1]]);
  image.set([10, 12], 0);

  it("labels and measures bright objects, without the holes in them and without specks", async () => {
    const { labels, count, table, threshold } = await segmentNuclei.reference({ image }, { sigma: 0, minSize: 10 }, context) as never as { labels: NdArray; count: number; threshold: number; table: Record<string, Float64Array> };
    expect([count, labels.get(10, 12), labels.get(26, 42), labels.get(34, 6)]).toEqual([2, 1, 2, 0]);
    // The disk of radius 7 has 149 pixels, of which one is dark; that of radius 9 has 253. Between two values every threshold is as good, and Otsu's is the first.
    expect([...(table["area"] as Float64Array)]).toEqual([149, 253]);
    expect(table["mean_intensity"]?.[0]).toBeCloseTo((148 * 200) / 149, 10);
    expect([table["centroid-0"]?.[1], table["centroid-1"]?.[1]]).toEqual([26, 42]);
    expect(threshold).toBeLessThan(200);
  });

  it("leaves the labels of touching objects in one", async () => {
    expect((await segmentNuclei(disks(40, 60, [[20, 20, 11], [20, 38, 11]])) as NdArray).max()).toBe(1);
  });

  it("finds nothing in a constant image, and refuses empty ones and NaN", async () => {
    expect((await segmentNuclei(NdArray.full([9, 9], 7, "uint16")) as NdArray).sum()).toBe(0);
    await expect(segmentNuclei(NdArray.zeros([0, 9]))).rejects.toSatisfy((error) => isOpenHcsError(error, "NO_THRESHOLD"));
    await expect(segmentNuclei(NdArray.full([3, 3], NaN))).rejects.toSatisfy((error) => isOpenHcsError(error, "NO_THRESHOLD"));
    await expect(segmentNuclei(NdArray.zeros([9]))).rejects.toThrow(/rank|axes/);
  });
});

describe("splitTouchingObjects", () => {
  it.each([
    ["two that touch", 2, [[20, 20, 11], [20, 38, 11]]], ["one", 1, [[20, 20, 12]]], ["one that the border cuts", 1, [[2, 20, 12]]],
    ["a ring of three", 3, [[15, 18, 11], [15, 39, 11], [33, 28, 11]]], ["a speck", 1, [[10, 10, 0]]],
  ] as const)("counts %s as %i", async (_, count, places) => {
    expect((await splitTouchingObjects(disks(48, 60, places)) as NdArray).max()).toBe(count);
    expect((await splitTouchingObjects(disks(48, 60, places, "bool")) as NdArray).max()).toBe(count);
  });

  it("labels every pixel of the foreground and parts two disks in the middle", async () => {
    const image = disks(40, 60, [[20, 20, 11], [20, 38, 11]]);
    const labels = await splitTouchingObjects(image) as NdArray;
    for (let y = 0; y < 40; y++) for (let x = 0; x < 60; x++) {
      if (image.get(y, x) === 0) expect(labels.get(y, x)).toBe(0);
      else if (x !== 29) expect(labels.get(y, x)).toBe(x < 29 ? 1 : 2);
    }
  });

  it("splits less by a larger distance", async () => {
    expect((await splitTouchingObjects(disks(40, 60, [[20, 20, 11], [20, 38, 11]]), { minDistance: 25 }) as NdArray).max()).toBe(1);
  });

  it("finds nothing in a constant image or an empty mask, and says the threshold of an image only", async () => {
    expect((await splitTouchingObjects(NdArray.full([9, 9], 7, "uint16")) as NdArray).sum()).toBe(0);
    const outputs = await splitTouchingObjects.reference({ image: NdArray.zeros([9, 9], "bool") }, { smooth: 1, minDistance: 5 }, context);
    expect(outputs).toMatchObject({ count: 0 });
    expect(Object.keys(outputs as object)).not.toContain("threshold");
  });
});
