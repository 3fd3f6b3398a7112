import { NdArray } from "@openhcs/core";
import { resize } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, plane } from "./expect-values.js";

const bytes = plane.multiply(20).cast("uint8");

/** skimage.transform.resize(plane, outputShape, preserve_range=True), scikit-image 0.19.3. */
describe("resize as scikit-image does it", () => {
  it("smooths before it shrinks", async () => {
    await expectValues(resize(plane, { outputShape: 2 }), [[3.567893, 5.242076], [3.688955, 9.043293]]);
  });

  it("interpolates between pixel centres without antiAliasing", async () => {
    await expectValues(resize(plane, { outputShape: [2, 6], antiAliasing: false }), [[2.833333, 3.5, 4.375, 3.875, 5.375, 6.458333], [5.333333, 3.5, 2.25, 8.25, 9.5, 9.333333]]);
  });

  it("clips what a cubic spline overshoots to the range of the image, unless told not to", async () => {
    const unclipped = [[0.605145, 5.075353, 1.575909, 8.370141], [4.986478, 4.030499, 6.41733, 4.659629], [7.293232, 1.723745, 10.108136, 6.043682], [5.835726, -0.155228, 9.944839, 11.50849]];
    await expectValues(resize(plane, { outputShape: 4, order: 3, mode: "nearest", clip: false }), unclipped);
    await expectValues(resize(plane, { outputShape: 4, order: 3, mode: "nearest" }), unclipped.map((row) => row.map((value) => Math.min(11, Math.max(0, value)))));
  });

  it("blends with a constant border, and clips to the image where cval is not reached", async () => {
    await expectValues(resize(plane, { outputShape: 4, mode: "constant", cval: 20 }), [[3.375, 6.875, 4.25, 9.5], [4.75, 3.75, 6.375, 5.5], [6.625, 1.875, 9.375, 6.625], [7.75, 2.5, 11, 11]]);
  });

  it("takes the nearest pixel at order 0, of smoothed integers where it is not told to leave them", async () => {
    const labels = await resize(plane.cast("uint16"), { outputShape: [2, 3], order: 0, antiAliasing: false }) as NdArray;
    expect([labels.dtype, labels.toNested()]).toEqual(["uint16", [[1, 2, 8], [6, 10, 11]]]);
    expect((await resize(plane.cast("uint8"), { outputShape: [2, 3], order: 0 }) as NdArray).toNested()).toEqual([[1, 2, 6], [5, 8, 9]]);
  });

  it("neither smooths nor interpolates bools", async () => {
    const mask = await resize(plane.greater(4), { outputShape: [3, 2] }) as NdArray;
    expect([mask.dtype, mask.toNested()]).toEqual(["bool", [[1, 1], [0, 0], [0, 1]]]);
  });

  it("passes NaN over when it clips", async () => {
    const image = NdArray.from([1, NaN, 3, 4], "float32");
    await expectValues(resize(image, { outputShape: 2, antiAliasing: false, clip: true }), [NaN, 3.5]);
  });

  it("resizes any number of axes and repeats those of extent 1", async () => {
    await expectValues(resize(NdArray.from([[[1], [3]]], "float32"), { outputShape: [2, 4, 1] }), [[[1.5], [1.5], [2.5], [2.5]], [[1.5], [1.5], [2.5], [2.5]]]);
  });
});

/** cv2.resize(plane, (width, height), interpolation=…), OpenCV 4.6.0. */
const byOpenCv = [
  ["nearest", [[1, 1, 5, 2, 2, 8], [7, 7, 3, 9, 9, 4]], [[1, 5, 2], [7, 3, 9]], [[20, 100, 40], [140, 60, 180]]],
  ["linear", [[2.5, 3.5, 4.375, 3.875, 5.375, 7], [6.25, 3.5, 2.25, 8.25, 9.5, 9.25]], [[2.833333, 4.125, 6.458333], [5.333333, 5.25, 9.333334]], [[56, 83, 129], [107, 105, 186]]],
  [
    "cubic", [[2.198541, 3.626709, 4.633003, 3.461885, 5.095947, 7.133842], [6.943414, 2.641235, 1.466946, 8.63258, 10.528687, 9.208672]],
    [[2.737694, 4.00415, 6.355369], [5.437685, 4.838013, 9.543887]], [[55, 80, 127], [109, 97, 191]],
  ],
  ["area", [[3, 3.666667, 4.333333, 4.333333, 5.5, 6.666667], [6.333333, 3.666667, 1, 9.666667, 9.166666, 8.666667]], [[3.333333, 4.333333, 6.083333], [5, 5.333333, 8.916667]], [[67, 87, 122], [100, 107, 178]]],
  [
    "lanczos4", [[2.088089, 3.870077, 4.655089, 3.458558, 4.805593, 7.026529], [7.443748, 2.363923, 1.357073, 8.747725, 11.162075, 8.754255]],
    [[2.811038, 4.011662, 6.143127], [5.355725, 4.777487, 9.865563]], [[56, 80, 123], [107, 95, 197]],
  ],
] as const;

describe("resize as OpenCV does it", () => {
  it.each(byOpenCv)("interpolates with %s", async (interpolation, wider, smaller, ofBytes) => {
    await expectValues(resize(plane, { convention: "cv2", outputShape: [2, 6], interpolation }), wider);
    await expectValues(resize(plane, { convention: "cv2", outputShape: [2, 3], interpolation }), smaller);
    expect((await resize(bytes, { convention: "cv2", outputShape: [2, 3], interpolation }) as NdArray).toNested()).toEqual(ofBytes);
  });

  it("averages 2 × 2 pixels of integers half up, for linear too", async () => {
    expect((await resize(NdArray.from([[1, 2], [0, 3]], "uint8"), { convention: "cv2", outputShape: 1 }) as NdArray).toNested()).toEqual([[2]]);
  });

  it("rounds 16-bit integers half to even and saturates them", async () => {
    expect((await resize(NdArray.from([[0, 65535], [1, 65535]], "uint16"), { convention: "cv2", outputShape: [2, 4], interpolation: "cubic" }) as NdArray).toNested()).toEqual([[0, 14848, 50687, 65535], [0, 14849, 50687, 65535]]);
  });

  it("moves labels of any dtype with nearest", async () => {
    expect((await resize(NdArray.from([[4294967295, 5]], "uint32"), { convention: "cv2", outputShape: [2, 3], interpolation: "nearest" }) as NdArray).toNested()).toEqual([[4294967295, 4294967295, 5], [4294967295, 4294967295, 5]]);
  });
});

describe("resize", () => {
  it.each([
    [plane, { outputShape: [2] }, /list of 2/], [plane, { outputShape: 0 }, /outputShape/], [plane, { outputShape: 1 << 20 }, /elements/], [NdArray.zeros([0, 2]), { outputShape: 2 }, /element to resize/],
    [plane.greater(1), { outputShape: 2, order: 1 }, /order 0/], [plane.greater(1), { outputShape: 2, antiAliasing: true }, /no antiAliasing/],
    [NdArray.zeros([2, 2, 2]), { outputShape: 2, convention: "cv2" }, /plane/], [plane.cast("int32"), { outputShape: 2, convention: "cv2" }, /uint8, uint16, int16/], [plane, { outputShape: 2, convention: "cv2", order: 1 }, /skimage/],
  ] as const)("refuses %s with %o", async (image, parameters, message) => {
    await expectRefused(resize(image, parameters as never), message);
  });
});
