import { NdArray, type Nested } from "@openhcs/core";
import { thresholdLocal, thresholdNiblack, thresholdSauvola } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

/** ((np.arange(35) * 37) % 50).reshape(5, 7) as uint8. */
const image = NdArray.from(Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => ((7 * y + x) * 37) % 50)), "uint8");
const found = async (name: string, parameters: object, of = image) => {
  const { mask, threshold, foregroundCount } = await nativeOutputs<{ mask: NdArray; threshold: NdArray; foregroundCount: number }>(name, of, parameters);
  expect(mask.sum()).toBe(foregroundCount);
  return { rows: threshold.toNested() as number[][], dtype: threshold.dtype, foregroundCount };
};
const near = (row: readonly number[] | undefined, expected: readonly number[]) => expected.forEach((value, x) => expect(row?.[x], `at ${x}`).toBeCloseTo(value, 5));

describe("thresholdLocal", () => {
  // skimage.filters.threshold_local(x, block_size, method, offset, mode, param, cval) 0.19: row 1.
  it.each([
    [{ blockSize: 3 }, [9.396194, 44.925056, 32.994095, 20.005905, 8.069039, 42.930961, 31.135373], 17],
    [{ blockSize: [3, 5], method: "mean", offset: 2, mode: "mirror" }, [24.733333, 22.133333, 21.0, 24.666667, 25.0, 23.866667, 24.6], 19],
    [{ blockSize: 3, method: "median", mode: "nearest" }, [9, 24, 29, 24, 20, 31, 31], 12],
  ] as const)("is that of scikit-image with %j", async (parameters, row, count) => {
    const { rows, foregroundCount } = await found("thresholdLocal", parameters);
    near(rows[1], row);
    expect(foregroundCount).toBe(count);
  });

  it("takes a sigma of its own, and a value beyond the border", async () => {
    near((await found("thresholdLocal", { sigma: 1.5, mode: "constant", cval: 9 })).rows[0], [13.77568, 16.795849, 18.692608, 19.418976, 19.695756, 19.166762, 17.006058]);
  });

  it("is float32 for float32 images and float64 for others", async () => {
    expect((await found("thresholdLocal", {}, image.cast("float32"))).dtype).toBe("float32");
    expect((await found("thresholdLocal", {})).dtype).toBe("float64");
  });

  it("leaves nothing of a constant image", async () => {
    expect((await found("thresholdLocal", { method: "mean", blockSize: 9 }, NdArray.full([4, 4], 7, "uint8"))).foregroundCount).toBe(0);
  });

  it.each([
    [{ blockSize: 4 }, /odd/], [{ blockSize: [3, 2] }, /odd/], [{ blockSize: [4095, 4097] }, /4095/],
    [{ sigma: 5000 }, /16384/], [{ method: "mean", sigma: 1 }, /only where method is gaussian/],
  ] as const)("refuses %j", async (parameters, message) => {
    await expect(thresholdLocal(image, parameters as object)).rejects.toThrow(message);
  });

  it("refuses medians of more pixels than anyone waits for", async () => {
    await expect(thresholdLocal(NdArray.zeros([2, 2, 2]), { blockSize: 301, method: "median" })).rejects.toThrow("at most 16777216 pixels");
  });
});

describe("thresholdNiblack and thresholdSauvola", () => {
  it("are those of scikit-image", async () => {
    // threshold_niblack(x, 3)[1], threshold_sauvola(x, (3, 5), k=.3)[1], threshold_sauvola(x, 3, r=20)[0], 0.19.
    near((await found("thresholdNiblack", { windowSize: 3 })).rows[1], [18.998889, 20.611598, 24.8434, 22.954511, 20.611616, 24.278283, 25.539876]);
    near((await found("thresholdSauvola", { windowSize: [3, 5], k: 0.3 })).rows[1], [19.682777, 17.758213, 16.912366, 19.613173, 19.749174, 19.012102, 19.640732]);
    near((await found("thresholdSauvola", { windowSize: 3, r: 20 })).rows[0], [30.038168, 25.25432, 27.429286, 20.954628, 25.106846, 28.213553, 32.066305]);
  });

  it("take half the range of the dtype for full contrast", async () => {
    const byDefault = await found("thresholdSauvola", {}, image.cast("float64"));
    expect((await found("thresholdSauvola", { r: 1 }, image.cast("float64"))).rows).toEqual(byDefault.rows);
    expect((await found("thresholdSauvola", { r: 32767.5 }, image.cast("int16"))).rows).toEqual((await found("thresholdSauvola", {}, image.cast("int16"))).rows);
  });

  it("refuse windows without a centre", async () => {
    await expect(thresholdNiblack(image, { windowSize: 4 })).rejects.toThrow("odd windowSize");
    await expect(thresholdSauvola(image, { windowSize: [3, 4] })).rejects.toThrow("odd windowSize");
  });

  it("give masks when called", async () => {
    const stack = NdArray.from([[[0, 0, 9]], [[9, 0, 0]]] as Nested, "uint8");
    expect(((await thresholdNiblack(stack, { windowSize: [1, 1, 3], k: 0 })) as NdArray).toNested()).toEqual([[[0, 0, 1]], [[1, 0, 0]]]);
  });
});
