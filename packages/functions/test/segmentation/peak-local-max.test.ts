import { NdArray, type AnyArray } from "@openhcs/core";
import { peakLocalMax } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const image = NdArray.from([[0, 0, 0, 0, 0, 0, 0], [0, 5, 0, 4, 0, 0, 0], [0, 0, 0, 0, 0, 3, 0], [0, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 6]], "uint8");

/** Rows and columns of the markers, in the order of their numbers. */
async function peaksOf(array: AnyArray, parameters: object): Promise<number[][]> {
  const markers = await peakLocalMax(array as NdArray, parameters) as NdArray;
  const found: number[][] = [];
  for (const [y, row] of (markers.toNested() as number[][]).entries()) for (const [x, marker] of row.entries()) if (marker > 0) found[marker - 1] = [y, x];
  return found;
}

describe("peakLocalMax", () => {
  it.each([
    [{}, [[1, 1], [1, 3], [2, 5]]],
    [{ excludeBorder: 0 }, [[1, 1], [1, 3], [2, 5], [4, 0], [4, 6]]],
    [{ excludeBorder: 0, minDistance: 2 }, [[1, 1], [4, 0], [4, 6]]],
    [{ excludeBorder: [0, 1] }, [[1, 1], [1, 3], [2, 5]]],
    [{ excludeBorder: 0, thresholdAbs: 4 }, [[1, 1], [4, 6]]],
    [{ excludeBorder: 0, thresholdRel: 0.5 }, [[1, 1], [1, 3], [4, 6]]],
    [{ excludeBorder: 0, numPeaks: 2 }, [[1, 1], [4, 6]]],
    [{ excludeBorder: 0, footprint: { shape: "rect", size: [1, 3] } }, [[1, 1], [1, 3], [2, 5], [4, 0], [4, 6]]],
    [{ excludeBorder: 0, minDistance: 0, thresholdAbs: 3 }, [[1, 1], [1, 3], [4, 6]]],
    [{ excludeBorder: 9 }, []],
  ] as const)("finds by %j what skimage.feature.peak_local_max finds", async (parameters, expected) => {
    expect(await peaksOf(image, parameters)).toEqual(expected);
  });

  it("gives coordinates and count beside the markers", () => {
    const context = { signal: new AbortController().signal, progress: () => {}, log: () => {}, run: () => Promise.reject(new Error("not here")) };
    const { coords, count, markers } = peakLocalMax.reference({ image }, { minDistance: 1 }, context) as { coords: NdArray; count: number; markers: NdArray };
    expect([coords.dtype, coords.toNested(), count, markers.max()]).toEqual(["int32", [[1, 1], [1, 3], [2, 5]], 3, 3]);
    const none = peakLocalMax.reference({ image: NdArray.zeros([4, 4, 4]) }, { minDistance: 1 }, context) as { coords: NdArray; count: number };
    expect([none.coords.shape, none.count]).toEqual([[0, 3], 0]);
  });

  it("searches every label alone, and marks what a cross removes from a constant one", async () => {
    const labels = NdArray.from([[1, 1, 1, 0, 2, 2, 2], [1, 1, 1, 0, 2, 2, 2], [1, 1, 1, 0, 2, 2, 2]], "uint8");
    const heights = NdArray.from([[9, 1, 8, 0, 4, 4, 4], [10, 1, 8, 0, 4, 4, 4], [9, 1, 8, 0, 4, 4, 4]], "uint8");
    expect(await peaksOf(heights, { labels, excludeBorder: 0 })).toEqual([[0, 2], [0, 4], [0, 6], [1, 0], [1, 2], [2, 2], [2, 4], [2, 6]]);
    expect(await peaksOf(heights, { labels, excludeBorder: 0, numPeaksPerLabel: 1 })).toEqual([[0, 4], [1, 0]]);
    expect(await peaksOf(heights, { labels, excludeBorder: 0, numPeaks: 1 })).toEqual([[1, 0]]);
  });

  it("takes one pixel of a plateau and none of a constant image", async () => {
    expect(await peaksOf(NdArray.from([[0, 0, 0, 0], [0, 7, 7, 0], [0, 7, 7, 0], [0, 0, 0, 0]], "uint16"), { excludeBorder: 0, minDistance: 2 })).toHaveLength(1);
    expect(await peaksOf(NdArray.full([5, 5], 3, "float32"), { excludeBorder: 0 })).toEqual([]);
    expect(await peaksOf(NdArray.zeros([0, 5]), {})).toEqual([]);
  });

  it("finds nothing where NaN makes the threshold NaN, and elsewhere than near it where a threshold is given", async () => {
    const line = NdArray.from([[1, 5, 1, 1, NaN, 9, 1, 1, 6, 1]], "float32");
    expect(await peaksOf(line, { excludeBorder: 0 })).toEqual([]);
    expect(await peaksOf(line, { excludeBorder: 0, thresholdAbs: 2 })).toEqual([[0, 1], [0, 8]]);
  });

  it("searches a volume with a window far larger than it", async () => {
    const volume = NdArray.zeros([4, 5, 6]);
    volume.set([1, 2, 3], 4);
    volume.set([3, 4, 5], 3);
    expect((await peakLocalMax(volume, { minDistance: 1 << 20, excludeBorder: 0 }) as NdArray).sum()).toBe(1);
  });

  it("takes axes of extent 1 for nothing, however many there are", async () => {
    const peaks = await peakLocalMax(image.reshape([1, 5, 1, 7, 1]), { minDistance: 2, excludeBorder: 0 }) as NdArray;
    expect(peaks.reshape([5, 7]).toNested()).toEqual((await peakLocalMax(image, { minDistance: 2, excludeBorder: 0 }) as NdArray).toNested());
  });

  it("refuses other shapes, more border widths than axes, and a footprint of more axes", async () => {
    await expect(peakLocalMax(image, { labels: NdArray.zeros([2, 2], "uint8") })).rejects.toThrow(/one shape/);
    await expect(peakLocalMax(image, { excludeBorder: [1, 2, 3] })).rejects.toThrow(/"excludeBorder"/);
    await expect(peakLocalMax(image, { footprint: { shape: "ball", radius: 1 } })).rejects.toThrow(/3 axes/);
    await expect(peakLocalMax(NdArray.zeros([3, 3], "bool"))).rejects.toThrow(/bool/);
  });
});
