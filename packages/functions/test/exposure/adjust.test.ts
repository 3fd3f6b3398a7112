import { NdArray } from "@openhcs/core";
import { adjustGamma, adjustLog, adjustSigmoid, rescaleIntensity } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

/** ((np.arange(35) * 37) % 50).reshape(5, 7), rows 0 and 1; the first holds the smallest value and 48, the second 46 at most. */
const nested = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => ((7 * y + x) * 37) % 50));
const image = NdArray.from(nested, "uint8");
const times = (factor: number, shift = 0, dtype: "uint16" | "int16" | "float32" = "uint16") => NdArray.from(nested.map((row) => row.map((value) => value * factor + shift)), dtype);

const rescaled = async (of: NdArray, parameters: object = {}) => {
  const outputs = await nativeOutputs<{ image: NdArray } | NdArray>("rescaleIntensity", of, parameters);
  return "image" in outputs ? outputs.image : outputs;
};
const row = async (result: unknown, y: number) => ((await result as NdArray).toNested() as number[][])[y];

describe("rescaleIntensity", () => {
  it("is that of scikit-image, in the dtype that the range of the result asks for", async () => {
    // skimage.exposure.rescale_intensity(x, in_range, out_range)[0] 0.19.
    const own = await rescaled(image);
    expect([own.dtype, await row(own, 0)]).toEqual(["uint8", [0, 192, 124, 57, 249, 182, 114]]);
    const camera = await rescaled(times(1, -20, "int16"), { outRange: "uint10" });
    expect([camera.dtype, await row(camera, 0)]).toEqual(["uint16", [0, 772, 501, 229, 1002, 730, 459]]);
    const pair = await rescaled(image, { inRange: [10, 30], outRange: [0, 1] });
    expect([pair.dtype, await row(pair, 0)]).toEqual(["float64", [0, 1, 0.7, 0.05, 1, 1, 0.6]]);
  });

  it("knows the ranges of dtypes, from 0 on where the image's is not negative", async () => {
    const floats = NdArray.from([-1, 0, 1], "float32");
    expect((await rescaled(floats, { inRange: "dtype", outRange: "int16" })).toNested()).toEqual([-32768, 0, 32767]);
    expect((await rescaled(floats, { inRange: [0, 1], outRange: "float" })).toNested()).toEqual([0, 0, 1]);
    expect((await rescaled(NdArray.from([0, 1023, 4000], "uint16"), { inRange: "uint10", outRange: [0, 1] })).toNested()).toEqual([0, 1, 1]);
  });

  it("only clips a constant image, and spreads NaN of an image with its own range", async () => {
    expect((await rescaled(NdArray.full([2], 300, "uint16"), { outRange: [0, 1] })).toNested()).toEqual([1, 1]);
    expect((await rescaled(NdArray.from([1, NaN, 3], "float32"))).toNested()).toEqual([NaN, NaN, NaN]);
    expect((await rescaled(NdArray.from([1, NaN, 3], "float32"), { inRange: [1, 3] })).toNested()).toEqual([0, NaN, 1]);
  });

  it("keeps float results of a plain call, and the dtype that was asked for", async () => {
    expect((await rescaleIntensity(image, { outRange: [0, 1] }) as NdArray).dtype).toBe("float32");
    expect((await rescaleIntensity(times(1, 0, "float32"), { outRange: "uint8" }) as NdArray).dtype).toBe("uint8");
  });

  it("refuses ranges that are none, and an empty image without a range", async () => {
    await expect(rescaleIntensity(image, { inRange: "uint9" })).rejects.toThrow("inRange of two numbers, or one of image");
    await expect(rescaleIntensity(image, { outRange: [0, 1, 2] })).rejects.toThrow("outRange of two numbers");
    await expect(rescaleIntensity(NdArray.zeros([0]))).rejects.toThrow("must have a pixel");
    expect((await rescaleIntensity(NdArray.zeros([0]), { inRange: [0, 1] }) as NdArray).shape).toEqual([0]);
  });
});

describe("adjustGamma, adjustLog and adjustSigmoid", () => {
  it("are those of scikit-image", async () => {
    // skimage.exposure.adjust_*(x, …)[1] 0.19.
    expect(await row(adjustGamma(image, { gamma: 2.2 }), 1)).toEqual([0, 5, 2, 0, 0, 5, 2]);
    expect(await row(adjustGamma(image, { gamma: 0.5, gain: 3 }), 1)).toEqual([143, 255, 255, 214, 126, 255, 255]);
    expect(await row(adjustGamma(times(1000), { gamma: 0.5 }), 1)).toEqual([24286, 54905, 46504, 36203, 21418, 53698, 45073]);
    expect(await row(adjustLog(image), 1)).toEqual([12, 61, 44, 27, 9, 58, 42]);
    expect(await row(adjustLog(times(1000), { inv: true }), 1)).toEqual([6544, 41068, 27373, 15438, 5036, 38836, 25428]);
    expect(await row(adjustSigmoid(image), 1)).toEqual([2, 10, 6, 3, 2, 9, 5]);
    expect(await row(adjustSigmoid(image, { cutoff: 0.2, gain: 5, inv: true }), 1)).toEqual([177, 133, 149, 165, 179, 136, 152]);
  });

  it("keep floats as they are scaled, NaN too", async () => {
    expect((await adjustGamma(NdArray.from([0, 0.25, 4, NaN], "float32"), { gamma: 0.5, gain: 2 }) as NdArray).toNested()).toEqual([0, 1, 4, NaN]);
    expect((await adjustLog(NdArray.from([0, 1, 3], "float64")) as NdArray).toNested()).toEqual([0, 1, 2]);
    expect((await adjustSigmoid(NdArray.from([0.5], "float64")) as NdArray).toNested()).toEqual([0.5]);
  });

  it("give the gain everywhere for a gamma of 0, and black for a gain of 0", async () => {
    expect((await adjustGamma(NdArray.from([0, 9], "uint8"), { gamma: 0, gain: 0.5 }) as NdArray).toNested()).toEqual([127, 127]);
    expect((await adjustGamma(NdArray.from([0, 9], "uint16"), { gain: 0 }) as NdArray).toNested()).toEqual([0, 0]);
  });

  it.each([["adjustGamma", adjustGamma], ["adjustLog", adjustLog], ["adjustSigmoid", adjustSigmoid]] as const)("refuse negative values: %s", async (name, adjust) => {
    await expect(adjust(NdArray.from([1, -2], "int16"))).rejects.toThrow(`${name}: "image" must have no negative values`);
    await expect(adjustGamma(image, { gamma: -1 })).rejects.toMatchObject({ argument: "gamma" });
  });
});
