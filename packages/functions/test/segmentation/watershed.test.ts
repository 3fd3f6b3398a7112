import { NdArray } from "@openhcs/core";
import { watershed } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const image = NdArray.from([[3, 3, 3, 3, 3], [3, 1, 3, 0, 3], [3, 3, 3, 3, 3]], "uint8");
const markers = NdArray.from([[0, 0, 0, 0, 0], [0, 7, 0, 2, 0], [0, 0, 0, 0, 0]], "uint16");
const labelled = async (parameters: object, of = image) => (await watershed(of, parameters) as NdArray).toNested();

describe("watershed", () => {
  it("floods from the markers, the lowest first, and shares plateaus out by age, as skimage.segmentation.watershed", async () => {
    const basins = [[7, 7, 2, 2, 2], [7, 7, 2, 2, 2], [7, 7, 2, 2, 2]];
    expect(await labelled({ markers })).toEqual(basins);
    expect(await labelled({ markers, connectivity: 2 })).toEqual(basins);
    expect(await labelled({ markers, compactness: 10 })).toEqual(basins);
    expect((await watershed(image, { markers }) as NdArray).dtype).toBe("uint32");
  });

  it("leaves a line of 0 between basins where asked", async () => {
    expect(await labelled({ markers, watershedLine: true })).toEqual([[7, 7, 0, 2, 2], [7, 7, 0, 2, 2], [7, 7, 0, 2, 2]]);
  });

  it("labels within the mask only, and ignores markers outside of it", async () => {
    const mask = NdArray.from([[1, 1, 1, 1, 1], [1, 1, 1, 0, 1], [1, 1, 1, 1, 1]], "uint8");
    expect(await labelled({ markers, mask })).toEqual([[7, 7, 7, 7, 7], [7, 7, 7, 0, 7], [7, 7, 7, 7, 7]]);
    const parted = NdArray.from([[1, 1, 0, 1, 1], [1, 1, 0, 0, 1], [1, 1, 0, 1, 1]], "bool");
    expect(await labelled({ markers, mask: parted })).toEqual([[7, 7, 0, 0, 0], [7, 7, 0, 0, 0], [7, 7, 0, 0, 0]]);
  });

  it("starts from every local minimum where there are no markers, of which a constant image has none", async () => {
    expect(await labelled({})).toEqual([[1, 1, 2, 2, 2], [1, 1, 2, 2, 2], [1, 1, 2, 2, 2]]);
    expect(await labelled({}, NdArray.full([2, 3], 1))).toEqual([[0, 0, 0], [0, 0, 0]]);
    expect(await labelled({}, NdArray.from([5, 2, 2, 5, 1, 5, 0], "int16"))).toEqual([1, 1, 1, 2, 2, 3, 3]);
  });

  it("starts from a regular grid where a number of markers is given, as many within the mask", async () => {
    const rows = [[1, 1, 1, 2, 2, 2], [3, 3, 3, 4, 4, 4]];
    expect(await labelled({ markerCount: 4 }, NdArray.zeros([6, 6]))).toEqual([rows[0], rows[0], rows[0], rows[1], rows[1], rows[1]]);
    const mask = NdArray.from(Array.from({ length: 4 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0]), "bool");
    expect(await labelled({ markerCount: 3, mask }, NdArray.zeros([4, 9]))).toEqual(Array.from({ length: 4 }, () => [1, 1, 1, 2, 2, 0, 0, 0, 0]));
    expect(await labelled({ markerCount: 3, mask: NdArray.zeros([4, 9]) }, NdArray.zeros([4, 9]))).toEqual(Array.from({ length: 4 }, () => new Array<number>(9).fill(0)));
  });

  it("makes basins compact: a weight above all heights leaves the nearest marker", async () => {
    const slope = NdArray.from([[0, 9, 1, 1, 1, 1, 0]], "float32");
    const ends = NdArray.from([[1, 0, 0, 0, 0, 0, 2]], "uint8");
    expect(await labelled({ markers: ends }, slope)).toEqual([[1, 1, 2, 2, 2, 2, 2]]);
    expect(await labelled({ markers: ends, compactness: 100 }, slope)).toEqual([[1, 1, 1, 2, 2, 2, 2]]);
  });

  it("works in volumes and on empty images", async () => {
    const volume = NdArray.from([[[1, 0], [0, 0]], [[0, 0], [0, 2]]], "int32");
    const basins = await watershed(NdArray.zeros([2, 2, 2]), { markers: volume, connectivity: 3 }) as NdArray;
    expect([basins.get(0, 0, 0), basins.get(1, 1, 1), basins.min()]).toEqual([1, 2, 1]);
    expect((await watershed(NdArray.zeros([0, 4])) as NdArray).shape).toEqual([0, 4]);
  });

  it("takes axes of extent 1 for nothing, however many there are", async () => {
    const [wide, seeds] = [image.reshape([1, 1, 3, 1, 1, 5]), markers.reshape([1, 1, 3, 1, 1, 5])];
    const basins = await watershed(wide, { markers: seeds, watershedLine: true }) as NdArray;
    expect(basins.reshape([3, 5]).toNested()).toEqual([[7, 7, 0, 2, 2], [7, 7, 0, 2, 2], [7, 7, 0, 2, 2]]);
    expect((await watershed(NdArray.zeros([1, 1], "uint8"), { markers: NdArray.full([1, 1], 3, "uint8") }) as NdArray).toNested()).toEqual([[3]]);
  });

  it("refuses other shapes, a connectivity beyond the rank, and markers beside their number", async () => {
    await expect(watershed(image, { markers: NdArray.zeros([3, 4], "uint8") })).rejects.toThrow(/one shape/);
    await expect(watershed(image, { mask: NdArray.zeros([3, 4], "uint8") })).rejects.toThrow(/one shape/);
    await expect(watershed(image, { connectivity: 3 })).rejects.toThrow(/connectivity 1 to 2/);
    await expect(watershed(image, { markers, markerCount: 2 })).rejects.toThrow(/either/);
    await expect(watershed(image, { compactness: -1 })).rejects.toThrow(/"compactness"/);
  });
});
