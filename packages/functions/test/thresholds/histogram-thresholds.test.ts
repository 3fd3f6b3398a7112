import { NdArray } from "@openhcs/core";
import { thresholdIsodata, thresholdMinimum, thresholdMultiotsu, thresholdTriangle, thresholdYen } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

/** ((i * 7919) % 61) + np.where(i % 3 == 0, 60, 0) for i in np.arange(240). */
const values = Array.from({ length: 240 }, (_, i) => ((i * 7919) % 61) + (i % 3 === 0 ? 60 : 0));
const images = {
  uint8: NdArray.from(values, "uint8"),
  int16: NdArray.from(values.map((value) => value - 50), "int16"),
  float32: NdArray.from(values.map((value) => value / 128), "float32"),
};

const found = async (name: string, image: NdArray, parameters: object = {}) => {
  const { threshold, foregroundCount, mask } = await nativeOutputs<{ threshold: number; foregroundCount: number; mask: NdArray }>(name, image, parameters);
  expect([mask.dtype, mask.sum()]).toEqual(["bool", foregroundCount]);
  return [threshold, foregroundCount];
};

describe("thresholds from the histogram", () => {
  // skimage.filters.threshold_*(x) 0.19 and np.count_nonzero(x > threshold).
  it.each([
    ["uint8", "thresholdTriangle", 59, 83], ["uint8", "thresholdYen", 60, 78], ["uint8", "thresholdIsodata", 57, 88], ["uint8", "thresholdMinimum", 22, 180],
    ["int16", "thresholdTriangle", 9, 83], ["int16", "thresholdYen", 10, 78], ["int16", "thresholdIsodata", 7, 88], ["int16", "thresholdMinimum", -28, 180],
    ["float32", "thresholdTriangle", 0.4669189453125, 83], ["float32", "thresholdYen", 0.4705810546875, 78],
    ["float32", "thresholdIsodata", 0.4559326171875, 85], ["float32", "thresholdMinimum", 0.1739501953125, 180],
  ] as const)("are those of scikit-image: of %s images %s finds %d", async (dtype, name, threshold, count) => {
    expect(await found(name, images[dtype])).toEqual([threshold, count]);
  });

  it.each(["thresholdTriangle", "thresholdYen", "thresholdIsodata"])("of a constant image are its value: %s", async (name) => {
    expect(await found(name, NdArray.full([3, 3], 7.25, "float32"))).toEqual([7.25, 0]);
    expect(await found(name, NdArray.full([3, 3], -4, "int16"))).toEqual([-4, 0]);
  });

  it("take integers however far apart they are", async () => {
    // Of [0, 0, 100] scikit-image finds 1 and 0: the bin next to the peak is the farthest below the line, and the first of equal splits wins.
    const image = NdArray.from([-2e9, -2e9, 2e9], "int32");
    expect(await found("thresholdTriangle", image)).toEqual([-1999999999, 1]);
    expect(await found("thresholdYen", image)).toEqual([-2e9, 1]);
    expect(await found("thresholdIsodata", image)).toEqual([0, 1]);
  });

  it("lie midway between the means though no pixel has that value", async () => {
    // Means 10 and 30: midway is 20, an empty bin.
    expect(await found("thresholdIsodata", NdArray.from([10, 10, 30, 30], "uint8"))).toEqual([20, 2]);
  });

  it.each([["thresholdTriangle", thresholdTriangle], ["thresholdYen", thresholdYen], ["thresholdIsodata", thresholdIsodata], ["thresholdMinimum", thresholdMinimum], ["thresholdMultiotsu", thresholdMultiotsu]] as const)(
    "are refused for images that are empty or not finite: %s", async (_, threshold) => {
      await expect(threshold(NdArray.zeros([0, 3]))).rejects.toMatchObject({ code: "NO_THRESHOLD" });
      await expect(threshold(NdArray.from([1, NaN, 2]))).rejects.toMatchObject({ code: "NO_THRESHOLD" });
      await expect(threshold(NdArray.from([1, Infinity, 2]))).rejects.toMatchObject({ code: "NO_THRESHOLD" });
    },
  );

  it("are refused where the histogram never has two peaks, or too many bins to smooth", async () => {
    await expect(thresholdMinimum(NdArray.from([1, 2, 3], "uint8"))).rejects.toThrow("two peaks");
    await expect(thresholdMinimum(NdArray.from([0, 1e9], "int32"))).rejects.toThrow("65536");
  });
});

describe("thresholdMultiotsu", () => {
  // skimage.filters.threshold_multiotsu(x, classes) 0.19.
  it.each([
    ["uint8", 3, [33, 74]], ["uint8", 4, [26, 53, 84]], ["int16", 3, [-17, 24]], ["int16", 4, [-24, 3, 34]],
    ["float32", 3, [0.2581787109375, 0.5767822265625]], ["float32", 4, [0.1959228515625, 0.4046630859375, 0.6573486328125]],
  ] as const)("splits %s images into %i classes as scikit-image does", async (dtype, classes, expected) => {
    const image = images[dtype];
    const outputs = await nativeOutputs<{ classes: NdArray; thresholds: number[] }>("thresholdMultiotsu", image, { classes });
    expect(outputs.thresholds).toEqual(expected);
    expect(outputs.classes.toNested()).toEqual((image.toNested() as number[]).map((value) => expected.filter((threshold) => value > threshold).length));
  });

  it("gives as many classes as values their own, and refuses more", async () => {
    const image = NdArray.from([3, 3, 9, 200], "uint8");
    expect((await thresholdMultiotsu(image) as NdArray).toNested()).toEqual([0, 0, 1, 2]);
    await expect(thresholdMultiotsu(image, { classes: 4 })).rejects.toThrow("3 different values, fewer than 4 classes");
    await expect(thresholdMultiotsu(NdArray.full([3], 1))).rejects.toThrow("1 different value, fewer");
    await expect(thresholdMultiotsu(image, { classes: 1 })).rejects.toMatchObject({ argument: "classes" });
  });
});
