import { NdArray } from "@openhcs/core";
import { distanceTransformEdt } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const mask = NdArray.from([[1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1]], "uint8");

/** Distances by trying all background pixels. */
function tried(values: readonly number[], shape: readonly number[], sampling: readonly number[]): number[] {
  const indexOf = (at: number) => shape.map((extent, axis) => Math.floor(at / shape.slice(axis + 1).reduce((product, each) => product * each, 1)) % extent);
  return values.map((value, at) => {
    let nearest = value === 0 ? 0 : Infinity;
    for (const [other, marked] of values.entries()) {
      if (marked !== 0) continue;
      const [a, b] = [indexOf(at), indexOf(other)];
      nearest = Math.min(nearest, Math.hypot(...a.map((position, axis) => (position - (b[axis] as number)) * (sampling[axis] as number))));
    }
    return nearest;
  });
}

describe("distanceTransformEdt", () => {
  it("measures in units of sampling, along each axis its own, as scipy.ndimage.distance_transform_edt(mask, sampling=[2, 0.5])", async () => {
    const distances = await distanceTransformEdt(mask, { sampling: [2, 0.5] }) as NdArray;
    expect(distances.dtype).toBe("float32");
    const expected = [1.5, 1, 0.5, 0, 2.5, 2.2361, 2.0616, 2, 4.272, 4.1231, 4.0311, 4];
    for (const [at, value] of expected.entries()) expect(distances.data[at]).toBeCloseTo(value, 4);
  });

  it.each([[[400], [1]], [[17, 23], [1, 1]], [[1, 30], [1, 2]], [[6, 7, 8], [3, 1, 0.5]], [[3, 4, 2, 5], [1, 2, 3, 4]]])("gives the nearest of all background pixels of shape %j", async (shape, sampling) => {
    let seed = 7;
    const values = Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, () => ((seed = (seed * 16807) % 2147483647) / 2147483647 < 0.1 ? 0 : 1));
    const distances = await distanceTransformEdt(new NdArray({ data: Float64Array.from(values), shape }), { sampling }) as NdArray;
    expect(distances.dtype).toBe("float64");
    for (const [at, value] of tried(values, shape, sampling).entries()) expect(distances.data[at], `pixel ${at}`).toBeCloseTo(value, 12);
  });

  it("takes NaN for foreground and gives the background 0", async () => {
    expect((await distanceTransformEdt(NdArray.from([0, NaN, -2, 5], "float32")) as NdArray).toNested()).toEqual([0, 1, 2, 3]);
    expect((await distanceTransformEdt(NdArray.zeros([3, 3], "bool")) as NdArray).sum()).toBe(0);
    expect((await distanceTransformEdt(NdArray.zeros([0, 3], "bool")) as NdArray).shape).toEqual([0, 3]);
  });

  it("without background measures from before the first pixel, as SciPy does", async () => {
    const distances = await distanceTransformEdt(NdArray.full([2, 3], 1, "float64"), { sampling: [3, 1] }) as NdArray;
    expect(distances.toNested()).toEqual([[3, Math.sqrt(10), Math.sqrt(13)], [6, Math.sqrt(37), Math.sqrt(40)]]);
  });

  it("without background gives OpenCV's square root of 1e15 by the convention cv2", async () => {
    expect((await distanceTransformEdt(NdArray.full([2, 2], 1, "uint8"), { convention: "cv2" }) as NdArray).toNested()).toEqual([[31622776, 31622776], [31622776, 31622776]]);
  });

  it("refuses a sampling of 0, one of too few axes, and a stack for cv2", async () => {
    await expect(distanceTransformEdt(mask, { sampling: 0 })).rejects.toThrow(/"sampling"/);
    await expect(distanceTransformEdt(mask, { sampling: [1] })).rejects.toThrow(/"sampling"/);
    await expect(distanceTransformEdt(mask, { convention: "cv2", sampling: 2 })).rejects.toThrow(/sampling/);
    await expect(distanceTransformEdt(NdArray.zeros([2, 2, 2]), { convention: "cv2" })).rejects.toThrow(/plane for cv2/);
  });
});
