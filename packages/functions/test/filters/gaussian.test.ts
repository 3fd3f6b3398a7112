import { NdArray, type Nested } from "@openhcs/core";
import { gaussian, gaussianBlur } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const ramp = (shape: readonly number[]) => new NdArray({ data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 7919) % 101), shape });
const smooth = async (image: NdArray, parameters: Parameters<typeof gaussian>[1] = {}) => (await nativeOutputs<{ image: NdArray }>("gaussian", image, parameters)).image;
const largestDifference = (a: NdArray, b: NdArray) => a.subtract(b).map(Math.abs).max();

describe("gaussian", () => {
  it("leaves a constant image constant, whatever the border", async () => {
    for (const mode of ["reflect", "nearest", "mirror", "wrap"] as const) {
      const smoothed = await smooth(NdArray.full([9, 13], 7.25, "float64"), { sigma: 2.5, mode });
      expect(largestDifference(smoothed, NdArray.full([9, 13], 7.25, "float64")), mode).toBeLessThan(1e-13);
    }
  });

  it("is linear", async () => {
    const [a, b] = [ramp([11, 17]), ramp([17, 11]).transpose().packed()];
    const together = await smooth(a.multiply(3).add(b), { sigma: 1.3 });
    const apart = (await smooth(a, { sigma: 1.3 })).multiply(3).add(await smooth(b, { sigma: 1.3 }));
    expect(largestDifference(together, apart)).toBeLessThan(1e-10);
  });

  it("keeps the mean where the border is wrapped or reflected", async () => {
    for (const mode of ["wrap", "reflect"] as const) expect((await smooth(ramp([16, 20]), { sigma: 2, mode })).mean(), mode).toBeCloseTo(ramp([16, 20]).mean(), 10);
  });

  it("spreads a single pixel as exp(−i² / 2σ²), cut off at ⌊truncate · σ + 0.5⌋", async () => {
    const point = NdArray.zeros([1, 15], "float64");
    point.set([0, 7], 1);
    const weights = [1, Math.exp(-0.5), Math.exp(-2)];
    const sum = 1 + 2 * ((weights[1] as number) + (weights[2] as number));
    const [row] = (await smooth(point, { sigma: [0, 1], truncate: 2 })).toNested() as [number[]];
    for (let x = 0; x < 15; x++) expect(row[x], `x = ${x}`).toBeCloseTo((weights[Math.abs(x - 7)] ?? 0) / sum, 14);
  });

  it("with a sigma of 0 copies the image in the dtype of its result", async () => {
    const image = NdArray.from([[1, 2], [3, 4]], "uint16");
    const copy = await smooth(image, { sigma: 0 });
    expect([copy.dtype, copy.toNested()]).toEqual(["float32", [[1, 2], [3, 4]]]);
    expect(copy.data.buffer).not.toBe(image.data.buffer);
  });

  it("gives float32, float64 where float32 would lose digits, and what outDtype says", async () => {
    const dtypeOf = async (dtype: "uint8" | "float16" | "int32" | "float64", outDtype?: "same" | "float64") => (await smooth(NdArray.zeros([3, 3], dtype), { outDtype })).dtype;
    expect(await Promise.all([dtypeOf("uint8"), dtypeOf("float16"), dtypeOf("int32"), dtypeOf("float64")])).toEqual(["float32", "float32", "float64", "float64"]);
    expect(await Promise.all([dtypeOf("uint8", "same"), dtypeOf("uint8", "float64")])).toEqual(["uint8", "float64"]);
  });

  it("keeps under the default dtype rule what scaling or outDtype made of integers, and else gives their dtype back", async () => {
    const image = NdArray.full([3, 3], 51, "uint8");
    const outcome = async (parameters: Parameters<typeof gaussian>[1]) => {
      const { dtype, data } = await gaussian(image, parameters) as NdArray;
      return [dtype, (data[4] as number).toFixed(6)];
    };
    expect(await outcome({ convention: "skimage" })).toEqual(["float32", "0.200000"]);
    expect(await outcome({ outDtype: "float64" })).toEqual(["float64", "51.000000"]);
    expect(await outcome({ convention: "skimage", preserveRange: true })).toEqual(["uint8", "51.000000"]);
    expect(await outcome({})).toEqual(["uint8", "51.000000"]);
  });

  it("truncates integers after every axis with outDtype same", async () => {
    const point = NdArray.zeros([5, 5], "uint8");
    point.set([2, 2], 10);
    // σ = 0.5, radius 1: weights 0.1065, 0.7870; 10 · 0.7870 truncates to 7, 7 · 0.7870 to 5, 7 · 0.1065 and 10 · 0.1065 = 1.065 to 0 and 1.
    const smoothed = await smooth(point, { sigma: 0.5, truncate: 2, outDtype: "same" });
    expect(smoothed.toNested()).toEqual([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]);
  });

  it("keeps a bool true or false also beside a border beyond its range", async () => {
    const smoothed = await smooth(NdArray.from([1, 1, 1], "bool"), { outDtype: "same", mode: "constant", cval: 10 });
    expect([smoothed.dtype, [...smoothed.data]]).toEqual(["bool", [1, 1, 1]]);
  });

  it("spreads NaN over its window and not beyond", async () => {
    const image = NdArray.zeros([1, 11], "float32");
    image.set([0, 5], NaN);
    const [row] = (await smooth(image, { sigma: [0, 1], truncate: 2 })).toNested() as [number[]];
    expect(row.map(Number.isNaN).map(Number).join("")).toBe("00011111000");
  });

  it("scales integers to [0, 1] as scikit-image does, signed ones to [−1, 1], unless it preserves the range", async () => {
    const under = async (image: NdArray, preserveRange: boolean) => (await smooth(image, { convention: "skimage", sigma: 0, preserveRange })).toNested() as number[];
    expect(await under(NdArray.from([0, 255], "uint8"), false)).toEqual([0, 1]);
    expect(await under(NdArray.from([-128, 127], "int8"), false)).toEqual([-1, 1]);
    expect(await under(NdArray.from([0, 255], "uint8"), true)).toEqual([0, 255]);
    expect(await under(NdArray.from([0, 255], "float32"), false)).toEqual([0, 255]);
  });

  it("uses OpenCV's own weights for small windows without a sigma", async () => {
    const point = NdArray.zeros([1, 9], "uint8");
    point.set([0, 4], 128);
    const smoothed = await smooth(point, { convention: "cv2", kernelSize: [1, 5], sigma: 0 });
    expect(smoothed.toNested()).toEqual([[0, 0, 8, 32, 48, 32, 8, 0, 0]]);
  });

  it("sums integers in OpenCV's fixed point, and int16 in floats rounded half to even", async () => {
    const kernel = { convention: "cv2", kernelSize: [3, 5], sigma: [0.7, 1.1], mode: "nearest" } as const;
    const image = NdArray.from([[3, 200, 17], [90, 255, 4], [128, 66, 31]], "uint8");
    // cv2.GaussianBlur 4.6 of the same image, of it · 100 − 9000 as int16, and of single pixels of 255 and 60000 with 7 × 1, σ 1.2.
    expect((await smooth(image, kernel)).toNested()).toEqual([[68, 89, 63], [105, 104, 64], [110, 85, 52]]);
    const wide = image.multiply(100).subtract(9000).cast("int16");
    expect((await smooth(wide, kernel)).toNested()).toEqual([[-2275, -64, -2701], [1532, 1439, -2604], [1981, -515, -3834]]);
    const point = (value: number, dtype: "uint8" | "uint16") => NdArray.from([[0, 0, 0, 0, value, 0, 0, 0, 0]], dtype);
    const single = { convention: "cv2", kernelSize: [1, 7], sigma: [0, 1.2] } as const;
    expect((await smooth(point(255, "uint8"), single)).toNested()).toEqual([[0, 4, 21, 60, 86, 60, 21, 4, 0]]);
    expect((await smooth(point(60000, "uint16"), single)).toNested()).toEqual([[0, 879, 4987, 14134, 20001, 14134, 4987, 879, 0]]);
  });

  it("passes on to the next weight what OpenCV's fixed point rounds off one", async () => {
    const point = NdArray.zeros([1, 23], "uint8");
    point.set([0, 11], 255);
    const smoothed = await smooth(point, { convention: "cv2", kernelSize: [1, 11], sigma: [0, 3] });
    // cv2.GaussianBlur 4.6; weights rounded one by one would give 34 beside the centre.
    expect((smoothed.toNested() as number[][])[0]?.slice(6, 17)).toEqual([9, 15, 22, 29, 35, 36, 35, 29, 22, 15, 9]);
  });

  it("leaves an empty image empty", async () => expect((await smooth(NdArray.zeros([0, 4]))).shape).toEqual([0, 4]));

  it.each([
    [{ sigma: -1 }, "[0, ∞)"], [{ sigma: [1, 2, 3] }, "one per axis"], [{ sigma: NaN }, "sigma"], [{ sigma: 1e9 }, "window"], [{ mode: "edge" as "wrap" }, "mode"],
    [{ kernelSize: 3 }, "only where convention is cv2"], [{ convention: "cv2", truncate: 3 }, "only where convention is scipy or skimage"],
    [{ convention: "cv2", kernelSize: 4 }, "odd"], [{ convention: "cv2", sigma: 0 }, "above 0"], [{ convention: "cv2", mode: "wrap" }, "wrap"],
    [{ preserveRange: true }, "only where convention is skimage"], [{ sigm: 1 } as object, 'did you mean "sigma"'],
    [{ convention: "cv2", kernelSize: 2_000_000_001, sigma: 1 }, "kernelSize"], [{ convention: "cv2", sigma: 1e9 }, "window"], [{ sigma: 5000 }, "at most 16384 px"],
  ] as const)("refuses %j and says why", async (parameters, reason) => {
    await expect(gaussian(ramp([4, 5]), parameters as Parameters<typeof gaussian>[1])).rejects.toThrow(reason);
  });

  it("refuses dtypes and stacks that a convention does not have", async () => {
    await expect(gaussian(NdArray.zeros([2, 2], "int64"))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "image" });
    await expect(gaussian(NdArray.zeros([2, 2], "int32"), { convention: "cv2" })).rejects.toThrow("uint8, uint16, int16, float32, float64");
    await expect(gaussian(NdArray.zeros([2, 2, 2], "uint8"), { convention: "cv2" })).rejects.toThrow("sliceBySlice");
  });
});

describe("gaussianBlur", () => {
  it("goes plane by plane and keeps the dtype, truncating", async () => {
    const stack = NdArray.from([[[0, 10, 0]], [[0, 0, 0]]] as Nested, "uint8");
    // σ = 0.5: radius 2, weights 0.7866, 0.1065, 0.0003.
    expect(((await gaussianBlur(stack, { sigma: 0.5 })) as NdArray).toNested()).toEqual([[[1, 7, 1]], [[0, 0, 0]]]);
  });
  it("takes stacks only", async () => {
    await expect(gaussianBlur(NdArray.zeros([4, 4]))).rejects.toThrow("3 axes");
  });
});
