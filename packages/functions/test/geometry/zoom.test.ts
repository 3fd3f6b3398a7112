import { NdArray } from "@openhcs/core";
import { zoom } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, line, plane } from "./expect-values.js";

describe("zoom", () => {
  it("aligns the centres of the outermost pixels, as scipy.ndimage.zoom(line, 1.6, order=1) does", async () => {
    await expectValues(zoom(line, { zoom: 1.6, order: 1 }), [1, 3.285714, 4.571429, 2.857143, 3.714286, 7.142857, 5.857143, 3]);
  });

  it("aligns the borders with gridMode, as scipy.ndimage.zoom(line, 1.6, order=1, grid_mode=True, mode='nearest') does", async () => {
    await expectValues(zoom(line, { zoom: 1.6, order: 1, gridMode: true, mode: "nearest" }), [1, 2.75, 4.8125, 2.9375, 3.875, 7.625, 5.1875, 3]);
  });

  it("takes a factor per axis and splines, as scipy.ndimage.zoom(plane, [0.67, 1.5], mode='reflect') does", async () => {
    await expectValues(zoom(plane, { zoom: [0.67, 1.5], mode: "reflect" }), [
      [0.99897, 4.069779, 4.58805, 2.170256, 3.704538, 7.999362], [6.000028, 1.055153, 1.134284, 8.025713, 11.660858, 11],
    ]);
  });

  it("rounds extents half to even", async () => {
    expect((await zoom(NdArray.zeros([5, 7]), { zoom: 0.5, order: 0 }) as NdArray).shape).toEqual([2, 4]);
  });

  it("repeats an axis of extent 1", async () => {
    await expectValues(zoom(NdArray.from([[3]], "float32"), { zoom: 2, order: 1, mode: "nearest" }), [[3, 3], [3, 3]]);
  });

  it.each([[{ zoom: 0 }, /\(0, /], [{ zoom: 60000 }, /at most 1073741824 elements/]] as const)("refuses %o", async (parameters, message) => {
    await expectRefused(zoom(plane, parameters), message);
  });
});
