import { NdArray, type Nested } from "@openhcs/core";
import { applyThreshold, thresholdOtsu } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const otsu = (image: NdArray, nbins = 256) => nativeOutputs<{ mask: NdArray; threshold: number; foregroundCount: number }>("thresholdOtsu", image, { nbins });

/** The threshold by definition: every split of the values tried. */
function byDefinition(values: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  let [best, greatest] = [NaN, -Infinity];
  for (const threshold of [...new Set(values)].sort((a, b) => a - b).slice(0, -1)) {
    const [below, above] = [values.filter((value) => value <= threshold), values.filter((value) => value > threshold)];
    const variance = below.length * above.length * (mean(below) - mean(above)) ** 2;
    if (variance > greatest) [best, greatest] = [threshold, variance];
  }
  return best;
}

describe("thresholdOtsu", () => {
  it.each(["uint8", "int16", "int32", "uint32", "int8"] as const)("finds the split of greatest variance between classes among %s values", async (dtype) => {
    const values = Array.from({ length: 200 }, (_, i) => ((i * 7919) % 61) + (i % 3 === 0 ? 60 : 0) - (dtype.startsWith("int") ? 50 : 0));
    const { threshold, foregroundCount, mask } = await otsu(NdArray.from(values, dtype));
    expect(threshold).toBe(byDefinition(values));
    expect(foregroundCount).toBe(values.filter((value) => value > threshold).length);
    expect([mask.dtype, mask.sum()]).toEqual(["bool", foregroundCount]);
  });

  it("takes bins as wide as the integers are sparse", async () => {
    expect((await otsu(NdArray.from([-2e9, -2e9, 2e9, 2e9], "int32"))).threshold).toBe(-2e9);
  });

  it("gives a bin's centre for floats", async () => {
    expect((await otsu(NdArray.from([0, 0, 0, 1, 1], "float64"), 4)).threshold).toBe(0.125);
  });

  it("of a constant image is its value, with nothing in the foreground", async () => {
    expect(await otsu(NdArray.full([3, 3], 7.25, "float32"))).toMatchObject({ threshold: 7.25, foregroundCount: 0 });
    expect(await otsu(NdArray.full([3, 3], -4, "int8"))).toMatchObject({ threshold: -4, foregroundCount: 0 });
  });

  it("agrees with OpenCV where it follows it, 0 for a constant image included", async () => {
    const under = async (values: readonly number[]) => (await nativeOutputs<{ threshold: number }>("thresholdOtsu", NdArray.from(values, "uint8"), { convention: "cv2" })).threshold;
    expect(await under([1, 1, 2, 9, 9, 8, 30])).toBe(9);
    expect(await under([7, 7, 7, 7])).toBe(0);
  });

  it("gives the mask when called", async () => {
    expect(((await thresholdOtsu(NdArray.from([1, 1, 9], "uint8"))) as NdArray).toNested()).toEqual([0, 0, 1]);
  });

  it.each([["empty", NdArray.zeros([0, 3])], ["NaN", NdArray.from([1, NaN, 2])], ["infinite", NdArray.from([1, Infinity])]])("refuses an image that is %s", async (_, image) => {
    await expect(thresholdOtsu(image)).rejects.toMatchObject({ code: "NO_THRESHOLD" });
  });

  it("refuses what OpenCV cannot do", async () => {
    await expect(thresholdOtsu(NdArray.zeros([2, 2]), { convention: "cv2" })).rejects.toThrow("uint8 or uint16");
    await expect(thresholdOtsu(NdArray.zeros([2, 2, 2], "uint8"), { convention: "cv2" })).rejects.toThrow("must be a plane");
    await expect(thresholdOtsu(NdArray.zeros([2, 2], "uint8"), { convention: "cv2", nbins: 4 })).rejects.toThrow("only where convention is skimage");
  });
});

describe("applyThreshold", () => {
  it("marks what exceeds the threshold; equal values and NaN stay background", async () => {
    const image = NdArray.from([[1, 2, NaN], [3, -Infinity, Infinity]] as Nested, "float32");
    const mask = (await applyThreshold(image, { threshold: 2 })) as NdArray;
    expect([mask.dtype, mask.toNested()]).toEqual(["bool", [[0, 0, 0], [1, 0, 1]]]);
  });
  it("compares integers with fractions", async () => {
    expect(((await applyThreshold(NdArray.from([2, 3], "uint8"), { threshold: 2.5 })) as NdArray).toNested()).toEqual([0, 1]);
  });
  it("needs a threshold", async () => {
    await expect(applyThreshold(NdArray.zeros([2]), {} as { threshold: number })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "threshold" });
  });
});
