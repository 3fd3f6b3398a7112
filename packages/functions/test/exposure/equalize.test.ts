import { NdArray, type Nested } from "@openhcs/core";
import { equalizeAdapthist, equalizeHist, stackEqualizeHistogram } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

/** ((np.arange(35) * 37) % 50).reshape(5, 7). */
const nested = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => ((7 * y + x) * 37) % 50));
const image = NdArray.from(nested, "uint8");
const unit = NdArray.from(nested.map((row) => row.map((value) => value / 50)), "float32");

const rows = async (name: string, of: NdArray, parameters: object = {}) => {
  const outputs = await nativeOutputs<{ image: NdArray } | NdArray>(name, of, parameters);
  return ("image" in outputs ? outputs.image : outputs).toNested() as number[][];
};
const near = (row: readonly number[] | undefined, expected: readonly number[]) => expected.forEach((value, x) => expect(row?.[x], `at ${x}`).toBeCloseTo(value, 5));

describe("equalizeHist", () => {
  it("gives the fraction of pixels that are at most as bright, as scikit-image", async () => {
    // skimage.exposure.equalize_hist(x)[0] and, of float32 values, (x, nbins=4)[0], 0.19.
    near((await rows("equalizeHist", image))[0], [0.028571, 0.771429, 0.514286, 0.257143, 0.971429, 0.714286, 0.457143]);
    near((await rows("equalizeHist", unit, { nbins: 4 }))[0], [0.285714, 0.876676, 0.619242, 0.376676, 1, 0.834694, 0.581924]);
  });

  it("is that of OpenCV where it follows it", async () => {
    // cv2.equalizeHist(x)[0] 4.6.
    expect((await rows("equalizeHist", image, { convention: "cv2" }))[0]).toEqual([0, 195, 128, 60, 248, 180, 112]);
    expect(await rows("equalizeHist", NdArray.full([2, 2], 9, "uint8"), { convention: "cv2" })).toEqual([[9, 9], [9, 9]]);
  });

  it("makes a constant image 1 if of integers and 0.5 if of floats", async () => {
    expect(await rows("equalizeHist", NdArray.full([2], 9, "int16"))).toEqual([1, 1]);
    expect(await rows("equalizeHist", NdArray.full([2], 9, "float64"))).toEqual([0.5, 0.5]);
  });

  it("takes integers however far apart they are", async () => {
    expect(await rows("equalizeHist", NdArray.from([-2e9, 2e9, 0, 2e9], "int32"))).toEqual([0.25, 1, 0.5, 1]);
  });

  it("leaves an empty image empty", async () => expect((await equalizeHist(NdArray.zeros([0, 3])) as NdArray).shape).toEqual([0, 3]));

  it("refuses NaN, and for OpenCV all but planes of uint8", async () => {
    await expect(equalizeHist(NdArray.from([1, NaN]))).rejects.toThrow("must be finite");
    await expect(equalizeHist(NdArray.zeros([2, 2], "uint16"), { convention: "cv2" })).rejects.toThrow("must be uint8");
    await expect(equalizeHist(NdArray.zeros([2, 2, 2], "uint8"), { convention: "cv2" })).rejects.toThrow("must be a plane");
  });
});

describe("stackEqualizeHistogram", () => {
  it("scales the cumulative histogram of the stack to its dtype, read between lower edges and truncated", async () => {
    // Bins [0, 64), [64, 128), [128, 192), [192, 256] hold 2, 1, 0, 1: 127.5, 191.25, 191.25, 255 at 0, 64, 128, 192.
    const stack = NdArray.from([[[0, 32]], [[64, 255]]] as Nested, "uint8");
    expect((await stackEqualizeHistogram(stack, { bins: 4, rangeMax: 256 }) as NdArray).toNested()).toEqual([[[127, 159]], [[191, 255]]]);
  });

  it("brings floats to 65535 as OpenHCS does, and what lies outside of the range to its ends", async () => {
    const stack = NdArray.from([[[-5, 0, 1, 2, 9, NaN]]] as Nested, "float32");
    expect((await stackEqualizeHistogram(stack, { bins: 2, rangeMax: 2 }) as NdArray).toNested()).toEqual([[[21845, 21845, 65535, 65535, 65535, NaN]]]);
  });

  it("gives 0 where nothing lies in the range", async () => {
    expect((await stackEqualizeHistogram(NdArray.full([1, 1, 2], 9, "uint8"), { bins: 2, rangeMin: 100, rangeMax: 200 }) as NdArray).toNested()).toEqual([[[0, 0]]]);
  });

  it("takes stacks only, and ranges that do not end before they begin", async () => {
    await expect(stackEqualizeHistogram(image)).rejects.toThrow("3 axes");
    await expect(stackEqualizeHistogram(NdArray.zeros([1, 1, 1]), { rangeMin: 2, rangeMax: 1 })).rejects.toThrow("rangeMin of at most rangeMax");
  });
});

describe("equalizeAdapthist", () => {
  it("is that of scikit-image", async () => {
    // equalize_adapthist(x, kernel_size=(2, 3), clip_limit=.3, nbins=16)[1]; of float32 values (x, kernel_size=3, nbins=16)[1], 0.19.
    near((await rows("equalizeAdapthist", image, { kernelSize: [2, 3], clipLimit: 0.3, nbins: 16 }))[1], [0.272739, 1, 0.63637, 0.333333, 0.151485, 0.818152, 0.454521]);
    near((await rows("equalizeAdapthist", unit, { kernelSize: 3, nbins: 16 }))[1], [0.250017, 1, 0.625009, 0.416604, 0.166655, 0.874957, 0.583328]);
  });

  it("takes volumes", async () => {
    // equalize_adapthist(np.stack([x, x[::-1]]), kernel_size=(1, 3, 3), clip_limit=.2, nbins=32)[1, 2], 0.19.
    const volume = NdArray.from([nested, [...nested].reverse()], "uint8");
    const result = await rows("equalizeAdapthist", volume, { kernelSize: [1, 3, 3], clipLimit: 0.2, nbins: 32 }) as unknown as number[][][];
    near(result[1]?.[2], [0.374991, 0.124974, 0.874957, 0.541647, 0.33331, 0, 0.749983]);
  });

  it("is that of OpenCV where it follows it, for uint8 and uint16", async () => {
    // cv2.createCLAHE(2, (2, 2)).apply(x)[1] and cv2.createCLAHE(40, (3, 2)).apply(x.astype("u2") * 100)[2], 4.6: columns first.
    expect((await rows("equalizeAdapthist", image, { convention: "cv2", clipLimit: 2, tileGrid: [2, 2] }))[1]).toEqual([64, 255, 191, 117, 53, 202, 128]);
    const wide = NdArray.from(nested.map((row) => row.map((value) => value * 100)), "uint16");
    expect((await rows("equalizeAdapthist", wide, { convention: "cv2", tileGrid: [2, 3] }))[2]).toEqual([29127, 14563, 55826, 39442, 26093, 7282, 49758]);
  });

  it("has float32 results for float32 images, and takes a single pixel", async () => {
    expect((await equalizeAdapthist(unit) as NdArray).dtype).toBe("float32");
    expect(await rows("equalizeAdapthist", NdArray.full([1, 1], 3, "uint8"))).toEqual([[1]]);
  });

  it.each([
    [NdArray.from([[0, 1.5]], "float32"), {}, /\[-1, 1\]/], [NdArray.zeros([0, 4]), {}, /must have a pixel/],
    [NdArray.zeros([4, 4], "float32"), { convention: "cv2" }, /uint8 or uint16/], [NdArray.zeros([2, 4, 4], "uint8"), { convention: "cv2" }, /plane/],
    [NdArray.zeros([4, 4], "uint16"), { convention: "cv2", tileGrid: [64, 64] }, /at most 67108864 bins/],
    [NdArray.zeros([300, 300], "uint8"), { kernelSize: 1, nbins: 16384 }, /at most 67108864 bins/],
    [NdArray.zeros([9, 9], "uint8"), { kernelSize: 60000 }, /nearer to the image's size/],
    [NdArray.zeros([4, 4], "uint8"), { convention: "cv2", kernelSize: 4 }, /only where convention is skimage/],
  ])("refuses what it cannot do", async (of, parameters, message) => {
    await expect(equalizeAdapthist(of, parameters as object)).rejects.toThrow(message);
  });
});
