import { NdArray } from "@openhcs/core";
import { gaussianGradientMagnitude, gaussianLaplace, laplace } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bytes, doubles, expectNear } from "./peer-values.js";

describe("laplace", () => {
  it("sums second differences as scipy.ndimage.laplace does", async () => {
    expectNear(await laplace(doubles()), [[284, -325, 158, 68], [116, -660, 348, 76], [-100, 216, 227, -408]]);
    expectNear(await laplace(doubles(), { mode: "constant", cval: 10 }), [[298, -515, 151, 78], [36, -660, 348, 25], [-336, 160, 206, -888]]);
  });

  it("has the opposite sign in the convention of scikit-image, with integers scaled to [0, 1]", async () => {
    expectNear(await laplace(doubles(), { convention: "skimage" }), [[-284, 325, -158, -68], [-116, 660, -348, -76], [100, -216, -227, 408]]);
    expectNear(await laplace(bytes(), { convention: "skimage" }), [[-1.113725, 1.27451, -0.619608, -0.266667], [-0.454902, 2.588235, -1.364706, -0.298039], [0.392157, -0.847059, -0.890196, 1.6]]);
    expect([...(await laplace(NdArray.full([2, 2], 3, "float32"), { convention: "skimage" }) as NdArray).data].map((zero) => Object.is(zero, 0))).toEqual([true, true, true, true]);
  });

  it("keeps signed floats of integers, and wraps them as SciPy does with outDtype same", async () => {
    const signed = await laplace(bytes()) as NdArray;
    expect([signed.dtype, signed.data[1]]).toEqual(["float32", -325]);
    expect((await laplace(bytes(), { outDtype: "same" }) as NdArray).toNested()).toEqual([[28, 187, 158, 68], [116, 108, 92, 76], [156, 216, 227, 104]]);
  });

  it("spreads NaN along the axes only", async () => {
    const image = NdArray.zeros([5, 5], "float32");
    image.set([2, 2], NaN);
    const rows = ((await laplace(image) as NdArray).toNested() as number[][]).map((row) => row.map((value) => (Number.isNaN(value) ? "x" : ".")).join(""));
    expect(rows).toEqual([".....", "..x..", ".xxx.", "..x..", "....."]);
  });

  it("gives 0 along axes of extent 1, and nothing for an empty image", async () => {
    expect((await laplace(NdArray.from([[1], [2], [4]], "float32")) as NdArray).toNested()).toEqual([[1], [1], [-2]]);
    expect((await laplace(NdArray.zeros([0, 3])) as NdArray).shape).toEqual([0, 3]);
  });

  it.each([
    [{ convention: "skimage", mode: "wrap" }, "only where convention is scipy"], [{ convention: "cv2" }, "convention"], [{ outDtype: "bool" }, "outDtype"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(laplace(doubles(), parameters as object)).rejects.toThrow(reason);
  });
});

describe("gaussianLaplace", () => {
  it("sums second derivatives of Gaussians as scipy.ndimage.gaussian_laplace does", async () => {
    expectNear(await gaussianLaplace(doubles(), { sigma: 0.8 }), [[107.644802, -131.610071, 62.379241, 81.191145], [-4.169433, -145.64468, 77.279128, 26.573634], [-20.600773, 29.995386, 86.661242, -170.581297]]);
  });

  it("adds the smoothed image for an axis with sigma 0, as SciPy does", async () => {
    expectNear(await gaussianLaplace(doubles(), { sigma: [0, 1], mode: "nearest", truncate: 2 }), [[53.931967, 6.627665, 51.804913, 50.053151], [104.737208, 55.866092, 110.07879, 84.746785], [82.029864, 121.214904, 159.554515, 137.494274]]);
  });

  it("is deepest in the middle of a bright disk whose radius is √2 sigma", async () => {
    const disk = NdArray.from(Array.from({ length: 31 }, (_, y) => Array.from({ length: 31 }, (_, x) => ((y - 15) ** 2 + (x - 15) ** 2 <= 36 ? 1 : 0))), "float64");
    const response = async (sigma: number) => -(sigma ** 2) * Number((await gaussianLaplace(disk, { sigma }) as NdArray).get(15, 15));
    const fitting = await response(6 / Math.SQRT2);
    expect(fitting).toBeGreaterThan(await response(3.2));
    expect(fitting).toBeGreaterThan(await response(5.6));
  });

  it("gives a float of integers", async () => expect((await gaussianLaplace(bytes()) as NdArray).dtype).toBe("float32"));

  it.each([[{ sigma: -1 }, "[0, ∞)"], [{ sigma: [1] }, "one per axis"], [{ sigma: 1e9 }, "at most 16384 px"], [{ truncate: -1 }, "truncate"]])("refuses %j and says why", async (parameters, reason) => {
    await expect(gaussianLaplace(doubles(), parameters)).rejects.toThrow(reason);
  });
});

describe("gaussianGradientMagnitude", () => {
  it("takes the length of the gradient as scipy.ndimage.gaussian_gradient_magnitude does", async () => {
    expectNear(await gaussianGradientMagnitude(doubles(), { sigma: 0.8 }), [[58.058581, 13.033007, 67.249051, 25.1886], [38.233698, 24.632049, 38.605762, 77.756373], [5.916845, 35.644051, 35.151027, 76.42024]]);
    expectNear(await gaussianGradientMagnitude(doubles(), { sigma: [0, 1], mode: "mirror", truncate: 2 }), [[100.741012, 98.21059, 74.081753, 32.111419], [161.214389, 148.928514, 101.288952, 54.302657], [87.148229, 82.699311, 104.144706, 122.987976]]);
  });

  it("gives the slope of a ramp away from its ends", async () => {
    const ramp = NdArray.from(Array.from({ length: 41 }, (_, y) => [3 * y]), "float64");
    expect(Number((await gaussianGradientMagnitude(ramp, { sigma: 2, mode: "nearest" }) as NdArray).get(20, 0))).toBeCloseTo(3, 2);
  });

  it("gives a float of integers, in which squares do not wrap", async () => {
    const step = NdArray.from([[0, 0, 0, 65535, 65535, 65535]], "uint16");
    const edge = await gaussianGradientMagnitude(step, { sigma: 1 }) as NdArray;
    expect(edge.dtype).toBe("float32");
    // Beside the step the derivative is the sum of k · g(k) from k = 1 on: 0.242 + 2 · 0.054 + 3 · 0.0044 + 4 · 0.0001 = 0.364.
    expect(edge.max()).toBeGreaterThan(0.35 * 65535);
    expect(edge.max()).toBeLessThan(0.37 * 65535);
  });

  it.each([[{ sigma: -1 }, "[0, ∞)"], [{ sigma: 1e9 }, "at most 16384 px"], [{ outDtype: "bool" }, "outDtype"]])("refuses %j and says why", async (parameters, reason) => {
    await expect(gaussianGradientMagnitude(doubles(), parameters as object)).rejects.toThrow(reason);
  });
});
