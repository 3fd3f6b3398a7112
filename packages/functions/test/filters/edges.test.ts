import { NdArray } from "@openhcs/core";
import { prewitt, scharr, sobel } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bytes, doubles, expectNear } from "./peer-values.js";

const point = () => {
  const image = NdArray.zeros([5, 5], "float32");
  image.set([2, 2], NaN);
  return image;
};
const holes = (image: unknown) => ((image as NdArray).toNested() as number[][]).map((row) => row.map((value) => (Number.isNaN(value) ? "x" : ".")).join("")).join(" ");

describe("sobel", () => {
  it("gives the magnitude over all axes as skimage.filters.sobel does, with integers scaled to [0, 1]", async () => {
    expectNear(await sobel(doubles()), [[144.848196, 33.443983, 138.526396, 27.650723], [92.585434, 50.517942, 74.691449, 144.053159], [13.76817, 86.62022, 64.001953, 164.186632]]);
    expectNear(await sobel(bytes()), [[0.568032, 0.131153, 0.543241, 0.108434], [0.36308, 0.19811, 0.292908, 0.564914], [0.053993, 0.339687, 0.250988, 0.643869]]);
  });

  it("gives differences with their sign along one axis", async () => {
    expectNear(await sobel(doubles(), { axis: 0 }), [[79, 46, 21.25, 38.75], [60.25, -32.25, 34.75, 187.25], [-18.75, -78.25, 13.5, 148.5]]);
    const along = [[189, -11, -194.75, 5.25], [116.25, -63.75, -99.75, 80.25], [-5.25, -94.25, 89.5, 178.5]];
    expectNear(await sobel(doubles(), { axis: 1 }), along);
    // skimage 0.19 divides by 4 again where the axis counts from the end; here both are one axis.
    expectNear(await sobel(doubles(), { axis: -1 }), along);
    expect((await sobel(NdArray.from([0, 1, 2, 3, 4], "float32")) as NdArray).toNested()).toEqual([1, 2, 2, 2, 1]);
  });

  it("follows scipy.ndimage.sobel in its convention, along the last axis by default", async () => {
    expectNear(await sobel(doubles(), { convention: "scipy" }), [[756, -44, -779, 21], [465, -255, -399, 321], [-21, -377, 358, 714]]);
    expectNear(await sobel(doubles(), { convention: "scipy", axis: 0, mode: "mirror" }), [[0, 0, 0, 0], [-18, -129, 139, 518], [0, 0, 0, 0]]);
  });

  it("keeps signed floats of integers, and wraps them as SciPy does with outDtype same", async () => {
    const signed = await sobel(bytes(), { convention: "scipy" }) as NdArray;
    expect([signed.dtype, signed.data[1]]).toEqual(["float32", -44]);
    const wrapped = await sobel(bytes(), { convention: "scipy", axis: 0, outDtype: "same" }) as NdArray;
    expect([wrapped.dtype, wrapped.toNested()]).toEqual(["uint8", [[60, 184, 85, 155], [241, 127, 139, 237], [181, 199, 54, 82]]]);
  });

  it("counts all axes of a stack", async () => {
    // x = (arange(12) ** 2 % 7).reshape(2, 2, 3)
    const stack = NdArray.from([[[0, 1, 4], [2, 2, 4]], [[1, 0, 1], [4, 2, 2]]], "float64");
    expectNear(await sobel(stack), [[[1.241639, 1.670828, 1.859659], [1.369306, 1.136515, 1.457738]], [[1.567907, 1.136515, 1.594261], [1.767767, 1.06066, 1.241639]]]);
    expectNear(await sobel(stack, { convention: "scipy", axis: 0 }), [[[12, -12, -36], [20, -4, -28]], [[12, -12, -36], [20, -4, -28]]]);
  });

  it("spreads NaN to the neighbours that have a weight for it", async () => {
    expect(holes(await sobel(point()))).toBe("..... .xxx. .x.x. .xxx. .....");
    expect(holes(await sobel(point(), { convention: "scipy" }))).toBe("..... .xxx. .xxx. .xxx. .....");
  });

  it("gives 0 for a constant image, but for a constant border", async () => {
    const flat = NdArray.full([3, 3], 5, "float32");
    expect(((await sobel(flat)) as NdArray).toNested()).toEqual([[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
    // Next to a border of 5 there is nothing to see, next to one of 0 the step of 5 smoothed by (2 + 1) / 4 at the corner, 1 between corners.
    expect(((await sobel(flat, { axis: 0, mode: "constant", cval: 5 })) as NdArray).toNested()).toEqual([[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
    expect(((await sobel(flat, { axis: 0, mode: "constant" })) as NdArray).toNested()).toEqual([[3.75, 5, 3.75], [0, 0, 0], [-3.75, -5, -3.75]]);
  });

  it.each([
    [{ axis: 2 }, "axis in [-2, 1]"], [{ axis: -3 }, "axis in [-2, 1]"], [{ axis: 0.5 }, "integer"], [{ outDtype: "same" }, "only where convention is scipy"],
    [{ convention: "cv2" }, "convention"], [{ mode: "edge" }, "mode"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(sobel(doubles(), parameters as object)).rejects.toThrow(reason);
  });

  it("refuses to keep signs in a bool, and images without axes", async () => {
    await expect(sobel(NdArray.zeros([3, 3], "bool"), { convention: "scipy", outDtype: "same" })).rejects.toThrow("keeps no signs");
    await expect(sobel(NdArray.zeros([]))).rejects.toThrow("axes");
  });
});

describe("prewitt", () => {
  it("smooths with equal weights, as skimage.filters.prewitt and scipy.ndimage.prewitt do", async () => {
    expectNear(await prewitt(doubles()), [[142.384846, 33.3375, 139.574751, 24.596748], [75.812635, 39.851112, 56.593089, 134.104437], [28.333333, 72.17879, 41.503012, 150.748134]]);
    expectNear(await prewitt(doubles(), { convention: "scipy" }), [[559, -58, -584, 33], [300, -169, -205, 264], [41, -280, 174, 495]]);
    expectNear(await prewitt(doubles(), { convention: "scipy", axis: 0, mode: "wrap" }), [[-38, 124, -27, -254], [236, 5, 125, 384], [-198, -129, -98, -130]]);
  });
  it("refuses an axis that the image does not have", async () => {
    await expect(prewitt(doubles(), { axis: 2 })).rejects.toThrow("axis in [-2, 1]");
  });
});

describe("scharr", () => {
  it("smooths with [3, 10, 3] / 16 as skimage.filters.scharr does", async () => {
    expectNear(await scharr(doubles()), [[146.700375, 34.282831, 138.04507, 30.457001], [105.685578, 63.76547, 89.665807, 152.017744], [14.117946, 100.587978, 80.876546, 174.271744]]);
  });
  it("refuses a convention, having but one", async () => {
    await expect(scharr(doubles(), { convention: "scipy" } as object)).rejects.toThrow("convention");
  });
});
