import { NdArray } from "@openhcs/core";
import { gaussian, gaussianDerivative } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bytes, doubles, expectNear } from "./peer-values.js";

describe("gaussianDerivative", () => {
  it("derives as often along each axis as scipy.ndimage.gaussian_filter does with the same order", async () => {
    expectNear(await gaussianDerivative(doubles(), { sigma: 0.8, order: [0, 1] }), [[51.872389, -5.425885, -66.627547, -9.329273], [29.30071, -21.808275, -34.5538, 16.555184], [-5.719335, -26.973041, 34.206044, 55.45975]]);
    expectNear(await gaussianDerivative(doubles(), { order: [1, 1], mode: "nearest", truncate: 2 }), [[-12.7804, -8.317265, 10.745884, 14.789877], [-26.610121, -4.954767, 37.306123, 34.510128], [-22.040582, 1.833648, 38.071474, 30.368749]]);
    expectNear(await gaussianDerivative(doubles(), { sigma: [0, 1.5], order: [0, 3] }), [[-11.422663, -4.166588, 21.03868, 13.782605], [-3.39545, 8.276412, 21.301144, 9.629282], [11.428746, 6.228452, -27.659971, -22.459677]]);
  });

  it("smooths with order 0 as gaussian does", async () => {
    expect((await gaussianDerivative(doubles(), { sigma: 1.3, order: 0 }) as NdArray).toNested()).toEqual((await gaussian(doubles(), { sigma: 1.3 }) as NdArray).toNested());
  });

  it("rises with the image, and bends where it bends", async () => {
    const parabola = NdArray.from(Array.from({ length: 61 }, (_, x) => x * x), "float64");
    expect(Number((await gaussianDerivative(parabola, { order: 1, sigma: 2 }) as NdArray).get(30))).toBeCloseTo(60, 0);
    expect(Number((await gaussianDerivative(parabola, { order: 2, sigma: 2, truncate: 6 }) as NdArray).get(30))).toBeCloseTo(2, 4);
  });

  it("gives a float of integers, with its sign", async () => {
    const slope = await gaussianDerivative(bytes(), { sigma: 0.8, order: [0, 1] }) as NdArray;
    expect(slope.dtype).toBe("float32");
    expect(slope.min()).toBeLessThan(-60);
  });

  it.each([
    [{ order: -1 }, "[0, 8]"], [{ order: 9 }, "[0, 8]"], [{}, "must be given"], [{ order: [1] }, "one per axis"], [{ order: [1, 0], sigma: [0, 1] }, "sigma above 0"],
    [{ order: 1, sigma: 1e9 }, "at most 16384 px"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(gaussianDerivative(doubles(), parameters as { order: number })).rejects.toThrow(reason);
  });
});
