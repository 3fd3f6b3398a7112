import { NdArray } from "@openhcs/core";
import { thresholdLi } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

/** ((i * 7919) % 61) + np.where(i % 3 == 0, 60, 0) for i in np.arange(240). */
const values = Array.from({ length: 240 }, (_, i) => ((i * 7919) % 61) + (i % 3 === 0 ? 60 : 0));
const found = async (name: string, image: NdArray, parameters: object = {}) => {
  const { threshold, foregroundCount } = await nativeOutputs<{ threshold: number; foregroundCount: number }>(name, image, parameters);
  return [threshold, foregroundCount] as const;
};

describe("thresholdLi", () => {
  // skimage.filters.threshold_li(x) 0.19 and np.count_nonzero(x > threshold).
  it.each([["uint8", 43.47367618744965, 0, 1], ["int16", -6.526323812550352, 50, 1], ["float32", 0.3396381139755249, 0, 128]] as const)("is that of scikit-image for %s", async (dtype, threshold, shift, scale) => {
    const image = NdArray.from(values.map((value) => (value - shift) / scale), dtype);
    const [got, count] = await found("thresholdLi", image);
    expect(got).toBeCloseTo(threshold, 9);
    expect(count).toBe(124);
  });

  it("leaves out NaN and infinities", async () => {
    const clean = await found("thresholdLi", NdArray.from([1, 2, 9, 10], "float64"));
    expect((await found("thresholdLi", NdArray.from([1, NaN, 2, 9, Infinity, 10], "float64")))[0]).toBe(clean[0]);
  });

  it.each([[[7, 7], 7, 0], [[Infinity, Infinity], Infinity, 0], [[Infinity, -Infinity], 0, 1], [[NaN], NaN, 0], [[], NaN, 0]])("of %j is %d", async (image, threshold, count) => {
    expect(await found("thresholdLi", NdArray.from(image, "float32"))).toEqual([threshold, count]);
  });

  it("may start elsewhere, but within the image's range", async () => {
    const image = NdArray.from(values, "uint8");
    // threshold_li(x, initial_guess=60) 0.19.
    expect((await found("thresholdLi", image, { initialGuess: 60 }))[0]).toBeCloseTo(44.689984475378694, 9);
    await expect(thresholdLi(image, { initialGuess: 500 })).rejects.toThrow("0 and 120");
  });
});

describe("thresholdMean", () => {
  // skimage.filters.threshold_mean(x) 0.19; float32 sums are float32.
  it.each([["uint8", 1, 50.041666666666664], ["float32", 128, 0.3909505307674408]] as const)("is the mean of %s values", async (dtype, scale, threshold) => {
    expect(await found("thresholdMean", NdArray.from(values.map((value) => value / scale), dtype))).toEqual([threshold, 106]);
  });

  it("is NaN of no value and where one is NaN, so that nothing is foreground", async () => {
    expect(await found("thresholdMean", NdArray.zeros([0]))).toEqual([NaN, 0]);
    expect(await found("thresholdMean", NdArray.from([1, NaN, 3]))).toEqual([NaN, 0]);
  });

  it("sums float32 in NumPy's order", async () => {
    // float(np.mean(np.array([16777216] + [1] * 300, "f4"))); one after another the ones would vanish, and exactly it is 55739.2558.
    expect((await found("thresholdMean", NdArray.from([16777216, ...new Array<number>(300).fill(1)], "float32")))[0]).toBe(55739.23046875);
  });

  it("sums images beyond NumPy's buffer of 8192 values in its order too", async () => {
    // float((np.arange(50021) * 7919 % 10007).astype("f4").__truediv__(np.float32(10007)).mean()), NumPy 1.24; by halves of the whole it is 0.49995186924934387.
    const many = Float32Array.from({ length: 50_021 }, (_, i) => Math.fround((i * 7919) % 10_007) / 10_007);
    expect((await found("thresholdMean", NdArray.from([...many], "float32")))[0]).toBe(0.49995189905166626);
  });
});
