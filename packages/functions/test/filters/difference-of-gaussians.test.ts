import { NdArray } from "@openhcs/core";
import { differenceOfGaussians } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bytes, doubles, expectNear } from "./peer-values.js";

describe("differenceOfGaussians", () => {
  it("follows skimage.filters.difference_of_gaussians, with integers scaled to [0, 1] and a second sigma of 1.6 times the first", async () => {
    expectNear(await differenceOfGaussians(bytes(), { lowSigma: 1 }), [[0.009654, 0.081312, -0.017811, -0.101403], [0.044305, 0.056793, -0.027359, -0.043934], [0.035124, -0.017565, -0.04085, 0.057986]]);
  });

  it("leaves an axis alone whose sigmas are 0", async () => {
    const rows = [[21.757931, 53.522032, 26.343638, -8.449042], [29.386246, 41.117741, 0.152558, -22.508926], [-26.103102, -58.154937, -49.224266, 8.209332]];
    expectNear(await differenceOfGaussians(doubles(), { lowSigma: [0, 1], highSigma: [0, 3] }), rows);
  });

  it("takes integers as they are and reflects in the convention of SciPy", async () => {
    const scaled = await differenceOfGaussians(bytes(), { lowSigma: 1, highSigma: 2, mode: "reflect" }) as NdArray;
    const plain = await differenceOfGaussians(bytes(), { convention: "scipy", lowSigma: 1, highSigma: 2 }) as NdArray;
    expect(plain.dtype).toBe("float32");
    expect(plain.divide(255).subtract(scaled).map(Math.abs).max()).toBeLessThan(1e-6);
  });

  it("gives 0 for a constant image", async () => {
    expect((await differenceOfGaussians(NdArray.full([6, 7], 11, "float64")) as NdArray).map(Math.abs).max()).toBeLessThan(1e-13);
  });

  it.each([
    [{ lowSigma: 2, highSigma: 1 }, "highSigma of at least lowSigma"], [{ lowSigma: [1, 3], highSigma: 2 }, "highSigma of at least lowSigma"], [{ lowSigma: -1 }, "[0, ∞)"],
    [{ lowSigma: [1] }, "one per axis"], [{ highSigma: 1e9 }, "at most 16384 px"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(differenceOfGaussians(doubles(), parameters)).rejects.toThrow(reason);
  });

  it("takes the sigmas in either order in the convention of SciPy, which turns the sign", async () => {
    const there = await differenceOfGaussians(doubles(), { convention: "scipy", lowSigma: 1, highSigma: 2 }) as NdArray;
    const back = await differenceOfGaussians(doubles(), { convention: "scipy", lowSigma: 2, highSigma: 1 }) as NdArray;
    expect(there.add(back).map(Math.abs).max()).toBe(0);
  });
});
