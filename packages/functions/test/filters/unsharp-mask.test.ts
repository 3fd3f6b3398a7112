import { NdArray } from "@openhcs/core";
import { unsharpMask } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bytes, doubles, expectNear, values } from "./peer-values.js";

describe("unsharpMask", () => {
  it("scales integers and clips as skimage.filters.unsharp_mask does", async () => {
    expectNear(await unsharpMask(bytes()), [[0, 1, 0, 0], [0.298554, 1, 0, 0.164484], [0.570566, 0.123067, 0, 1]]);
    const signed = NdArray.from(values.map((row) => row.map((value) => value - 128)), "int8");
    expectNear(await unsharpMask(signed), [[-1, 1, -1, -1], [-0.408415, 1, -1, -0.67761], [0.137751, -0.760771, -1, 1]]);
  });

  it("keeps values and results as they are where the range is preserved, and leaves an axis of radius 0 alone", async () => {
    const rows = [[-115.263896, 428.053733, -62.920568, -24.869269], [2.653677, 496.939801, -161.392519, 71.799041], [174.886735, 24.757718, -126.922404, 402.277951]];
    expectNear(await unsharpMask(doubles(), { radius: [0, 1], amount: 2, preserveRange: true }), rows);
  });

  it("rounds and clamps to the image's dtype where the range is preserved, and else gives floats", async () => {
    const sharp = await unsharpMask(bytes(), { radius: [0, 1], amount: 2, preserveRange: true }) as NdArray;
    expect([sharp.dtype, (sharp.toNested() as number[][])[1]]).toEqual(["uint8", [3, 255, 0, 72]]);
    expect((await unsharpMask(bytes()) as NdArray).dtype).toBe("float32");
  });

  it("clips floats to [0, 1], to [−1, 1] where one is negative", async () => {
    expect((await unsharpMask(NdArray.from([0.5, 7], "float32"), { amount: 0 }) as NdArray).toNested()).toEqual([0.5, 1]);
    expect((await unsharpMask(NdArray.from([-0.5, -7], "float32"), { amount: 0 }) as NdArray).toNested()).toEqual([-0.5, -1]);
  });

  it("leaves a constant image as it is", async () => {
    const flat = NdArray.full([4, 5], 0.25, "float64");
    expect((await unsharpMask(flat, { radius: 3, amount: 5 }) as NdArray).subtract(flat).map(Math.abs).max()).toBeLessThan(1e-14);
  });

  it.each([[{ radius: -1 }, "[0, ∞)"], [{ radius: [1] }, "one per axis"], [{ radius: 1e9 }, "at most 16384 px"], [{ amount: Infinity }, "finite"]])("refuses %j and says why", async (parameters, reason) => {
    await expect(unsharpMask(doubles(), parameters)).rejects.toThrow(reason);
  });
});
